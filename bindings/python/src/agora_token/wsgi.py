"""The token server as a WSGI application: by itself, or mounted in Flask.

::

    from agora_token import Endpoint, Issuer, Policy, Role
    from agora_token.wsgi import Application, Refused, Request

    def authorize(request: Request) -> Policy:
        user = my_sessions.user_of(request.header("Authorization"))
        if user is None:
            raise Refused(401, "log in first", challenge="Bearer")
        return Policy(user=user.id, channels=user.rooms, max_role=Role.PUBLISHER)

    tokens = Application(Endpoint(Issuer(APP_ID, APP_CERTIFICATE)), authorize)

    # Flask. (Django knows its request.user in views alone: ask the endpoint in one.)
    app.wsgi_app = DispatcherMiddleware(app.wsgi_app, {"/agora": tokens})

Where it is mounted (SCRIPT_NAME) is left out of the path. The path is taken as it came, from REQUEST_URI or RAW_URI,
which gunicorn, uWSGI, mod_wsgi and Werkzeug give; without them a ``%2F`` in a name cannot be told from a slash.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Callable, Optional
from urllib.parse import unquote_to_bytes

from ._endpoint import Endpoint, Policy, Response
from ._host import (
    KEPT,
    MAX_DRAINED,
    Decision,
    Refused,
    below,
    check_decision,
    encoded,
    phrase,
    refuse,
    with_length,
    with_query,
)

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

__all__ = ["Application", "Refused", "Request"]


class Request:
    """What an ``authorize`` function looks at. A framework's own request can be made of its ``environ``."""

    #: The WSGI environment.
    environ: WSGIEnvironment

    def __init__(self, environ: WSGIEnvironment) -> None:
        self.environ = environ

    @property
    def method(self) -> str:
        """The method, such as ``GET``."""
        return str(self.environ["REQUEST_METHOD"])

    def header(self, name: str) -> str:
        """A header such as ``Authorization``, in any case; "" where there is none."""
        key = name.upper().replace("-", "_")
        if key not in {"CONTENT_TYPE", "CONTENT_LENGTH"}:
            key = f"HTTP_{key}"
        return str(self.environ.get(key, ""))


class Application:
    """A WSGI application that serves an endpoint.

    Args:
        endpoint: What answers.
        authorize: Looks at each request in the host's own way and says what its sender may be given: a
            :class:`~agora_token.Policy`, or a :class:`Refused`, returned or raised. A missing answer is 403 Forbidden,
            and any other exception the server's. An OPTIONS request is answered without it, since browsers send their
            preflights without credentials. None opens the endpoint: whoever reaches it can have any token of the app.

    """

    def __init__(self, endpoint: Endpoint, authorize: Optional[Callable[[Request], Decision]]) -> None:
        self._endpoint = endpoint
        self._authorize = authorize

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        response = self._answer(Request(environ))
        start_response(f"{response.status} {phrase(response.status)}", with_length(response))
        return [response.body]

    def _answer(self, request: Request) -> Response:
        origin = request.header("Origin").encode("latin-1")
        policy = None
        if self._authorize is not None and request.method != "OPTIONS":
            decision = self._decide(self._authorize, request)
            if not isinstance(decision, Policy):
                _body(request.environ, KEPT)
                return refuse(self._endpoint, decision, origin)
            policy = decision
        body = _body(request.environ, MAX_DRAINED)
        if body is None:
            return self._endpoint.error(400, "the body could not be read: it ended before its length", origin=origin)
        target = _target(request.environ)
        return self._endpoint.handle(request.method, target, policy=policy, origin=origin, body=body)

    @staticmethod
    def _decide(authorize: Callable[[Request], Decision], request: Request) -> Decision:
        try:
            return check_decision(authorize(request))
        except Refused as refused:
            return refused


def _target(environ: WSGIEnvironment) -> bytes:
    """Path and query as they came, from where the application is mounted."""
    path = environ.get("PATH_INFO", "").encode("latin-1")
    query = environ.get("QUERY_STRING", "").encode("latin-1")
    uri = str(environ.get("REQUEST_URI") or environ.get("RAW_URI") or "").encode("latin-1", "replace")
    raw_path = re.sub(rb"^[A-Za-z][A-Za-z0-9+.-]*://[^/?]*", b"", uri).partition(b"?")[0]
    raw = below(environ.get("SCRIPT_NAME", "").encode("latin-1"), raw_path)
    # A middleware may have put another path in; a server may have merged slashes in it.
    if raw is not None and _merged(unquote_to_bytes(raw)) == _merged(path):
        return with_query(raw, query)
    return with_query(encoded(path), query)


def _merged(path: bytes) -> bytes:
    return re.sub(rb"/+", b"/", path)


def _body(environ: WSGIEnvironment, most: int) -> Optional[bytes]:
    """The body, of which so much is read, cut after the first byte too many; None where it is shorter than it says."""
    length = environ.get("CONTENT_LENGTH") or ""
    if not length and not environ.get("wsgi.input_terminated"):
        return b""
    if length and not re.fullmatch("[0-9]{1,18}", length):
        return None
    count = min(int(length), most) if length else most
    body, read = _read(environ["wsgi.input"], count)
    return None if length and read < count else body


def _read(stream: Any, count: int) -> tuple[bytes, int]:
    """Read so many bytes, and tell how many there were; only the first are kept."""
    kept, read = b"", 0
    while read < count:
        chunk = stream.read(min(count - read, KEPT))
        if not chunk:
            break
        read += len(chunk)
        kept += chunk[: KEPT - len(kept)]
    return kept, read
