"""What the WSGI and the ASGI application have in common."""

from __future__ import annotations

from http import HTTPStatus
from typing import Optional, Union
from urllib.parse import quote, unquote_to_bytes

from ._endpoint import Endpoint, Policy, Response
from ._names import MAX_BODY

#: How much is read of a body that is too large, where its sender may ask. Many clients send all of it before they read
#: the answer, and see none where the connection is closed before.
MAX_DRAINED = 16 * 1024 * 1024

#: One byte more than the endpoint reads, so that it sees that the body is too large. From a sender who may not ask no
#: more is read, and that only so that the sender gets the answer.
KEPT = MAX_BODY + 1


class Refused(Exception):  # noqa: N818  It is an answer, not an error.
    """How an ``authorize`` function turns a request away: raise it, or return it.

    ::

        raise Refused(401, "log in first", challenge="Bearer")

    Args:
        status: The HTTP status, from 400 to 599.
        message: What the sender reads, as {"error":"…"}; None is the status's own text, such as "Unauthorized".
        challenge: The WWW-Authenticate header that a 401 needs, such as ``Bearer``.

    """

    def __init__(self, status: int = 403, message: Optional[str] = None, *, challenge: Optional[str] = None) -> None:
        self.status = status
        self.message = phrase(status) if message is None else message
        self.challenge = challenge
        super().__init__(self.message)


#: What an ``authorize`` function gives. None is a refusal (403): a function that forgets to answer opens nothing.
Decision = Union[Policy, Refused, None]


def phrase(status: int) -> str:
    """The text of a status, such as "Not Found"."""
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""


def refuse(endpoint: Endpoint, decision: Union[Refused, None], origin: bytes) -> Response:
    """Answer a request that was turned away."""
    refused = decision or Refused()
    response = endpoint.error(refused.status, refused.message, origin=origin)
    if refused.challenge is None:
        return response
    return Response(response.status, (*response.headers, ("WWW-Authenticate", refused.challenge)), response.body)


def with_length(response: Response) -> list[tuple[str, str]]:
    """The headers and Content-Length, without which some servers send chunks."""
    if response.status == 204:
        return list(response.headers)
    return [*response.headers, ("Content-Length", str(len(response.body)))]


def check_decision(decision: object) -> Decision:
    """See to it that nothing else is taken for a decision."""
    if decision is None or isinstance(decision, (Policy, Refused)):
        return decision
    raise TypeError(f"authorize must give a Policy or a Refused, not {type(decision).__name__}")


def below(root: bytes, raw_path: bytes) -> Optional[bytes]:
    """What follows a decoded root in a path as it came; None where the path does not start with the root."""
    for end in [at for at, byte in enumerate(raw_path) if byte == ord("/")] + [len(raw_path)]:
        if unquote_to_bytes(raw_path[:end]) == root:
            return raw_path[end:]
    return None


def encoded(path: bytes) -> bytes:
    """A path that a server has decoded, encoded again; a slash that was ``%2F`` cannot be told from one."""
    return quote(path, safe="/!$&'()*+,;=:@-._~").encode()


def with_query(path: bytes, query: bytes) -> bytes:
    """The request target."""
    return path + b"?" + query if query else path
