"""The files that the record gives each language: a module for each, with `files`. A new language is a new module."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path

from model import Abi


def files(abi: Abi) -> Iterator[tuple[str, str]]:
    """Each file by its path in the repository, with its text."""
    for module in pkgutil.iter_modules(__path__):
        yield from importlib.import_module(f"languages.{module.name}").files(abi).items()


def stale(abi: Abi, root: Path) -> list[str]:
    """The files that are missing or have another text."""
    return [path for path, text in files(abi) if not (root / path).is_file() or (root / path).read_text() != text]


def write(abi: Abi, root: Path) -> list[str]:
    """Writes what is stale, and gives its paths."""
    texts = dict(files(abi))
    written = stale(abi, root)
    for path in written:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(texts[path])
    return written
