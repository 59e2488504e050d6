"""Usage: ``licences.py SBOM SOURCES TEXT=FILE…`` prints the licences of every crate that SBOM (CycloneDX) names.

They are as their authors wrote them; each text once, under the crates that have it. SOURCES are the folders that cargo
unpacks crates into. After them come other texts: that of FILE, under TEXT.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

LICENCE = re.compile(r"(LICEN[CS]E|COPYING|COPYRIGHT|NOTICE|UNLICENSE)", re.IGNORECASE)
RULE = "=" * 100


def texts_of(crate: str, sources: list[Path]) -> list[str]:
    """The texts in the folder of a crate."""
    folder = next((source / crate for source in sources if (source / crate).is_dir()), None)
    if folder is None:
        sys.exit(f"licences.py: the sources of {crate} are in none of: {', '.join(map(str, sources))}")
    files = sorted(path for path in folder.iterdir() if path.is_file() and LICENCE.match(path.name))
    return [path.read_text("utf-8").strip() for path in files]


def terms(component: dict[str, Any]) -> str:
    """The licence that a crate names, as SPDX has it."""
    (licence,) = component["licenses"]
    return str(licence.get("expression") or licence["license"]["id"])


def main() -> None:
    """Print all of it."""
    sbom = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    sources = [Path(folder) for folder in sys.argv[2].split(":")]
    others = dict(argument.split("=", 1) for argument in sys.argv[3:])
    whose: dict[str, list[str]] = {}
    crates = sorted(sbom["components"], key=lambda crate: (crate["name"], crate["version"]))
    for crate in crates:
        name = f"{crate['name']}-{crate['version']}"
        # What is our own has its licences beside this file.
        if not crate["purl"].startswith(f"pkg:cargo/{crate['name']}@{crate['version']}?download_url=file:"):
            for text in texts_of(name, sources):
                whose.setdefault(text, []).append(name)
    print("What is compiled in, beside agora-token itself:\n")
    for crate in crates:
        print(f"- {crate['name']} {crate['version']}: {terms(crate)}")
    for title in others:
        print(f"- {title}")
    for text, names in whose.items():
        print(f"\n{RULE}\n{', '.join(names)}\n{RULE}\n\n{text}")
    for title, file in others.items():
        print(f"\n{RULE}\n{title}\n{RULE}\n\n{Path(file).read_text('utf-8').strip()}")


main()
