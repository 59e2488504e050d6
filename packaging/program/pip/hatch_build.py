"""Puts the program that AGORA_TOKEN_PROGRAM names into a wheel with the tag of AGORA_TOKEN_WHEEL_TAG.

AGORA_TOKEN_SBOM names the list of what is compiled in.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CustomBuildHook(BuildHookInterface[Any]):
    """The hook that hatchling looks for by this name."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the program, where pip puts commands."""
        program = Path(os.environ["AGORA_TOKEN_PROGRAM"])
        build_data["shared_scripts"][str(program)] = program.name
        build_data["sbom_files"].append(os.environ["AGORA_TOKEN_SBOM"])
        build_data["pure_python"] = False
        build_data["tag"] = os.environ["AGORA_TOKEN_WHEEL_TAG"]
