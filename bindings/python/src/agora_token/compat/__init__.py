"""Agora's own Python packages under their own names, made by this library: only the import changes.

- :mod:`agora_token.compat.agora_token_builder` stands in for ``agora-token-builder`` of PyPI (006).
- :mod:`agora_token.compat.agoraiotools` stands in for ``agoraiotools`` of PyPI and for ``python3/src`` of Agora's
  repository (006 and 007).

Where the imports cannot be changed, because they are in somebody else's module, two lines before the first of them do::

    from agora_token.compat import stand_in
    stand_in("agora_token_builder")

Tokens are made as those packages make them, and where Agora's rules refuse one, an :class:`AgoraTokenWarning` says so
once a process for each rule; after ``strict(True)`` it is the rule's :class:`~agora_token.errors.AgoraTokenError`. What
the wire is made of (``pack``, ``unpack``, ``ReadByteBuffer``) is in the native library, and not here.
"""

from agora_token.compat._rules import AgoraTokenWarning, strict
from agora_token.compat._stand_in import stand_in

__all__ = ["AgoraTokenWarning", "stand_in", "strict"]
