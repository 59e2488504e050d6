"""Holds the project file against the repository: what it names is there, and the version is the library's."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from xml.etree import ElementTree

PACKAGE = Path(__file__).resolve().parent.parent
ROOT = PACKAGE.parent.parent


def main() -> int:
    """Says what is wrong, and gives the exit code."""
    project = ElementTree.parse(PACKAGE / "Agora.Token.csproj").getroot()
    values = {element.tag: element.text for element in project.iterfind("PropertyGroup/*")}
    (version,) = re.findall(r'^version = "(.*)"$', (ROOT / "Cargo.toml").read_text("utf-8"), re.MULTILINE)
    (sources,) = [element.get("Include", "") for element in project.iterfind("ItemGroup/Compile")]
    wrong = [
        *([] if values["Version"] == version else [f"the version is {values['Version']}, and the library's {version}"]),
        *([] if values["TargetFramework"] == "netstandard2.0" else ["the framework is not netstandard2.0"]),
        *([] if any(PACKAGE.glob(sources)) else [f"there is no {sources}"]),
        *([] if (PACKAGE / str(values["PackageReadmeFile"])).is_file() else ["the readme is not there"]),
    ]
    print("\n".join(wrong) or "the project file holds")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
