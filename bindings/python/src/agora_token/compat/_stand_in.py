"""The names of the official packages in ``sys.modules``."""

from __future__ import annotations

import pkgutil
import sys
from importlib import import_module
from types import ModuleType

_PACKAGES = {"agora_token_builder": "agora_token_builder", "agoraiotools": "agoraiotools", "src": "agoraiotools"}


def stand_in(name: str) -> None:
    """Have every later import of an official package, and of its modules, find the one of this package.

    Args:
        name: ``agora_token_builder``, ``agoraiotools``, or ``src``, as programs beside Agora's repository call it.

    Raises:
        ValueError: The name is none of these.

    """
    if name not in _PACKAGES:
        raise ValueError(f"the name must be one of {', '.join(_PACKAGES)}")
    package = import_module(f"agora_token.compat.{_PACKAGES[name]}")
    # Agora's folder exports nothing: there `from src import RtcTokenBuilder2` is the module, not the class.
    top = ModuleType(name, package.__doc__) if name == "src" else package
    sys.modules[name] = top
    # Else an import of a module would load it a second time, and put it in the place of the class of its name.
    for found in pkgutil.iter_modules(package.__path__):
        module = import_module(f"{package.__name__}.{found.name}")
        sys.modules[f"{name}.{found.name}"] = module
        if top is not package:
            setattr(top, found.name, module)
