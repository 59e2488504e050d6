"""Holds docs/dependencies.md against the manifests and lock files, so that it lists every dependency.

    dependencies.py check      fails, and names what is missing or gone
    dependencies.py update     writes the lists of what the direct dependencies bring; the tables are written by hand

A table of direct dependencies stands behind `<!-- direct: WHOSE -->`, with the names in its first column. A list of the
others is between `<!-- brought: WHERE -->` and `<!-- end -->`.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
DOCUMENT = ROOT / "docs/dependencies.md"

#: This repository's packages, the nearest to the user first, with their workspaces.
PACKAGES = {
    "agora-token": "Cargo.toml",
    "agora-token-server": "Cargo.toml",
    "agora-token-bench": "Cargo.toml",
    "agora-token-fuzz": "fuzz/Cargo.toml",
}

#: The files in which other languages list what they need.
MANIFESTS = ["package.json", "requirements.txt", "go.mod", "pyproject.toml", "pom.xml"]

LINUX = ["x86_64-unknown-linux-gnu", "aarch64-unknown-linux-gnu"]
TARGETS = [
    *LINUX,
    "aarch64-apple-darwin",
    "x86_64-pc-windows-msvc",
    "aarch64-linux-android",
    "aarch64-apple-ios",
]


def output(*command: str) -> str:
    return subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout


def direct_crates() -> dict[str, set[str]]:
    """Of each package and kind ("normal", "build", "dev") the crates that its manifest names."""
    direct: dict[str, set[str]] = {}
    for workspace in set(PACKAGES.values()):
        loaded = json.loads(
            output(
                "cargo",
                "metadata",
                "--no-deps",
                "--format-version=1",
                f"--manifest-path={workspace}",
            )
        )
        for package in loaded["packages"]:
            assert package["name"] in PACKAGES, f"{package['name']} is not in {__file__}"
            for dependency in package["dependencies"]:
                if dependency["source"] is not None:
                    whose = f"{package['name']}, {dependency['kind'] or 'normal'}"
                    direct.setdefault(whose, set()).add(dependency["name"])
    return direct


def compatible(version: str) -> str:
    """The part of a version that tells what it can stand in for: 1, or 0.11."""
    major, minor, *_ = version.split(".")
    return major if major != "0" else f"0.{minor}"


def tree(package: str, targets: list[str]) -> dict[str, set[str]]:
    """Each crate in a package, with the direct ones that it is in; of a direct one itself is among them."""
    command = [
        "cargo",
        "tree",
        "--locked",
        f"--manifest-path={PACKAGES[package]}",
        f"--package={package}",
    ]
    flags = [
        "--edges=normal,build,dev",
        "--prefix=depth",
        "--no-dedupe",
        *(f"--target={target}" for target in targets),
    ]
    found: dict[str, set[str]] = {}
    direct = package
    for line in output(*command, *flags).splitlines():
        if match := re.match(r"(\d+)(\S+) v(\S+)", line):
            depth, name, version = int(match[1]), match[2], match[3]
            direct = name if depth == 1 else direct
            if depth > 0 and direct not in PACKAGES:
                found.setdefault(f"{name} {compatible(version)}", set()).add(direct)
    return found


def brought_by_crates() -> list[str]:
    """Each crate that is no direct one, at the first package that it is in."""
    direct = direct_crates()
    seen: set[str] = set()
    lines = ["| crate | in | brought by |", "|---|---|---|"]
    for package in PACKAGES:
        on_linux = tree(package, LINUX)
        crates = tree(package, TARGETS)
        seen |= {crate for crate, by in crates.items() if crate.split()[0] in by}
        for kind, place in (
            ("normal", package),
            ("build", f"{package}, to build it"),
            ("dev", f"{package}, tests"),
        ):
            for crate, by in sorted(crates.items()):
                of_kind = by & direct.get(f"{package}, {kind}", set())
                if of_kind and crate not in seen:
                    seen.add(crate)
                    elsewhere = "" if crate in on_linux else ", not on Linux"
                    lines.append(f"| {crate} | {place}{elsewhere} | {', '.join(sorted(of_kind))} |")
    return lines


def brought_by_npm(lock: str) -> list[str]:
    """Each npm package that is no direct one."""
    packages: dict[str, Any] = json.loads((ROOT / lock).read_text())["packages"]
    needs: dict[str, set[str]] = {}
    for place, package in packages.items():
        needs.setdefault(place.rpartition("node_modules/")[2], set()).update(package.get("dependencies", {}))
    lines = ["| package | brought by |", "|---|---|"]
    brought: dict[str, set[str]] = {}
    for direct in needs[""]:
        ahead, found = [direct], {direct}
        while ahead:
            new = needs.get(ahead.pop(), set()) - found
            found |= new
            ahead += new
        for name in found - needs[""]:
            brought.setdefault(name, set()).add(direct)
    return lines + [f"| {name} | {', '.join(sorted(by))} |" for name, by in sorted(brought.items())]


def requirement_names(lines: Iterable[str]) -> set[str]:
    return {match[0] for line in lines if (match := re.match(r"[A-Za-z][\w.-]*", line))}


def named_in(manifest: str) -> set[str]:
    """What a manifest of another language names."""
    text = (ROOT / manifest).read_text()
    name = Path(manifest).name
    if name == "package.json":
        loaded = json.loads(text)
        kinds = ("dependencies", "devDependencies", "optionalDependencies")
        return {dependency for kind in kinds for dependency in loaded.get(kind, {})}
    if name == "requirements.txt":
        return requirement_names(text.splitlines())
    if name == "go.mod":
        # What others need has a comment, "// indirect".
        return set(re.findall(r"^(?:require\s+|\t)(\S+/\S+) v\S+$", text, re.MULTILINE))
    if name == "pom.xml":
        artifact = r"<(?:dependency|plugin)>.*?<artifactId>([\w.-]+)</artifactId>"
        return set(re.findall(artifact, text, re.DOTALL))
    assert "optional-dependencies" not in text, f"{manifest} has what {__file__} does not read"
    lists = re.findall(r"^(?:requires|dependencies) = \[(.*?)\]$", text, re.MULTILINE | re.DOTALL)
    return requirement_names(re.findall(r'"([^"]+)"', "".join(lists)))


def direct_dependencies() -> dict[str, set[str]]:
    """What each table must name."""
    files = output("git", "ls-files", *(f"*{name}" for name in MANIFESTS)).split()
    return direct_crates() | {file: names for file in files if (names := named_in(file))}


def tables(document: str) -> dict[str, list[str]]:
    """The rows of each table of direct dependencies."""
    found = re.findall(
        r"^<!-- direct: (.+) -->\n\n\|.*\n\|[-|]+\n((?:\|.*\n)+)",
        document,
        re.MULTILINE,
    )
    return {whose: rows.splitlines() for whose, rows in found}


def faults_of_tables(document: str) -> Iterator[str]:
    listed = tables(document)
    needed = direct_dependencies()
    for whose in sorted(set(listed) ^ set(needed)):
        yield f"{whose}: " + ("has no table" if whose in needed else "has a table, and no dependencies")
    for whose in sorted(set(listed) & set(needed)):
        named = [name for row in listed[whose] for name in re.findall(r"`([^`]+)`", row.split("|")[1])]
        for name in sorted(needed[whose] - set(named)):
            yield f"{whose}: {name} is missing"
        for name in sorted(set(named) - needed[whose]):
            yield f"{whose}: {name} is listed and no dependency"
        for row in listed[whose]:
            if not all(cell.strip() for cell in row.strip("|").split("|")):
                yield f"{whose}: a cell is empty: {row}"


def with_lists(document: str) -> str:
    """The document with the lists of what is brought in as they are now."""

    def written(match: re.Match[str]) -> str:
        lines = brought_by_crates() if match[1] == "Cargo.lock" else brought_by_npm(match[1])
        return f"<!-- brought: {match[1]} -->\n\n" + "\n".join(lines) + "\n\n<!-- end -->"

    return re.sub(r"<!-- brought: (\S+) -->\n.*?<!-- end -->", written, document, flags=re.DOTALL)


def faults_of_the_program() -> Iterator[str]:
    """The program is one in Rust, so nothing of the C ABI is built for it."""
    server = ("--package=agora-token-server", "--edges=normal,build", "--prefix=none")
    built = {line.split()[0] for line in output("cargo", "tree", "--locked", *server).splitlines() if line}
    assert {"agora-token", "hyper"} <= built, "cargo tree says something else than before"
    if "cbindgen" in built:
        yield "the program builds cbindgen: it takes agora-token without the feature capi"


def main(verb: str) -> str | None:
    document = DOCUMENT.read_text()
    current = with_lists(document)
    if verb == "update":
        DOCUMENT.write_text(current)
    faults = [*faults_of_tables(document), *faults_of_the_program()]
    if verb == "check" and current != document:
        faults.append("what direct dependencies bring has changed: `make dependencies` writes it anew")
    return "\n".join(f"docs/dependencies.md: {fault}" for fault in faults) or None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
