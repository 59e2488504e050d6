"""Builds the native library with cargo and puts it into the wheel; puts its sources into the sdist.

Where the environment variable ``AGORA_TOKEN_LIBRARY`` names a shared library, it is taken instead of a
new one. For other platforms than the running one, ``CARGO_BUILD_TARGET`` and ``AGORA_TOKEN_WHEEL_TAG``
(such as ``py3-none-macosx_11_0_arm64``) say which.
"""

from __future__ import annotations

import json
import os
import platform
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

CRATE = "agora-token"


class CustomBuildHook(BuildHookInterface[Any]):
    """The hook that hatchling looks for by this name."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add what the distribution needs from outside of this folder."""
        self.scratch = tempfile.TemporaryDirectory()
        if self.target_name == "sdist":
            build_data["force_include"][str(self.crate_sources())] = "rust"
            # An sdist has both already.
            if not Path(self.root, "rust").is_dir():
                build_data["force_include"][str(self.crate_root() / "examples" / "python")] = "examples"
            return
        library = Path(os.environ.get("AGORA_TOKEN_LIBRARY") or self.build_library())
        package = Path(self.root, "src", "agora_token")
        if version == "editable":
            shutil.copy(library, package)
        else:
            build_data["force_include"][str(library.resolve())] = f"agora_token/{library.name}"
        # What a release says of what is compiled into the library.
        if contents := os.environ.get("AGORA_TOKEN_SBOM"):
            build_data["sbom_files"].append(contents)
        build_data["pure_python"] = False
        build_data["tag"] = os.environ.get("AGORA_TOKEN_WHEEL_TAG") or f"py3-none-{platform_tag()}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove what initialize left for the build."""
        self.scratch.cleanup()

    def crate_root(self) -> Path:
        """The Rust sources: in the repository two folders up, in an sdist beside this file."""
        for root in (Path(self.root, "rust"), Path(self.root).parent.parent):
            if (root / "Cargo.toml").is_file() and (root / "src" / "ffi").is_dir():
                return root
        raise SystemExit("The Rust sources are missing: build from the repository, or from an sdist.")

    def build_library(self) -> str:
        """Have cargo build the shared library, and tell where it is."""
        command = ["rustc", "-p", CRATE, "--lib", "--release", "--crate-type", "cdylib", "--message-format", "json"]
        output = self.cargo(*command, "--locked")
        messages = [json.loads(line) for line in output.splitlines() if line.startswith("{")]
        files: list[str] = [
            file
            for message in messages
            if message["reason"] == "compiler-artifact" and message["target"]["name"] == CRATE.replace("-", "_")
            for file in message["filenames"]
        ]
        return next(file for file in files if Path(file).suffix in {".so", ".dylib", ".dll"})

    def crate_sources(self) -> Path:
        """Have cargo pack the crate, which gives it a Cargo.toml of its own, and unpack that."""
        if Path(self.root, "rust").is_dir():
            return Path(self.root, "rust")
        scratch = Path(self.scratch.name)
        self.cargo("package", "-p", CRATE, "--no-verify", "--allow-dirty", "--target-dir", str(scratch))
        (archive,) = scratch.glob("package/*.crate")
        with tarfile.open(archive) as crate:
            crate.extraction_filter = getattr(tarfile, "data_filter", None)
            crate.extractall(scratch / "unpacked")
        (sources,) = (scratch / "unpacked").iterdir()
        return sources

    def cargo(self, *arguments: str) -> str:
        """Run cargo and give what it prints."""
        cargo = os.environ.get("CARGO") or shutil.which("cargo")
        if cargo is None:
            raise SystemExit("Building agora-token needs Rust: install it from https://rustup.rs, or take a wheel.")
        run = subprocess.run([cargo, *arguments], cwd=self.crate_root(), stdout=subprocess.PIPE, text=True)
        if run.returncode:
            raise SystemExit(f"cargo {arguments[0]} failed; its messages are above.")
        return run.stdout


def platform_tag() -> str:
    """The wheel's platform: that of the library, which on macOS is not always the interpreter's."""
    if sys.platform == "darwin":
        machine = platform.machine()
        oldest = os.environ.get("MACOSX_DEPLOYMENT_TARGET") or ("11.0" if machine == "arm64" else "10.12")
        return f"macosx_{oldest.replace('.', '_')}_{machine}"
    return sysconfig.get_platform().replace("-", "_").replace(".", "_")
