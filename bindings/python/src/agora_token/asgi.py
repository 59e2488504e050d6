"""The token server as an ASGI application: by itself, or mounted in FastAPI or Starlette.

::

    from agora_token import Endpoint, Issuer, Policy, Role
    from agora_token.asgi import Application, Refused, Request

    async def authorize(request: Request) -> Policy:
        user = await my_sessions.user_of(request.header("Authorization"))
        if user is None:
            raise Refused(401, "log in first", challenge="Bearer")
        return Policy(user=user.id, channels=user.rooms, max_role=Role.PUBLISHER)

    tokens = Application(Endpoint(Issuer(APP_ID, APP_CERTIFICATE)), authorize)

    # FastAPI and Starlette
    app.mount("/agora", tokens)

Where it is mounted (root_path) is left out of the path. The path is taken as it came (raw_path), as uvicorn, Hypercorn
and Daphne give it; without it a ``%2F`` in a name cannot be told from a slash.
"""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, MutableMapping
from typing import Any, Callable, Optional, Union

from ._endpoint import Endpoint, Policy, Response
from ._host import KEPT, MAX_DRAINED, Decision, Refused, below, check_decision, encoded, refuse, with_length, with_query

__all__ = ["Application", "Refused", "Request"]

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]


class Request:
    """What an ``authorize`` function looks at. A framework's own request can be made of its ``scope``."""

    #: The ASGI connection scope.
    scope: Scope

    def __init__(self, scope: Scope) -> None:
        self.scope = scope

    @property
    def method(self) -> str:
        """The method, such as ``GET``."""
        return str(self.scope["method"])

    def header(self, name: str) -> str:
        """A header such as ``Authorization``, in any case; "" where there is none."""
        wanted = name.lower().encode("latin-1")
        return b", ".join(value for key, value in self.scope["headers"] if key.lower() == wanted).decode("latin-1")


#: A plain or an async function.
Authorize = Callable[[Request], Union[Decision, Awaitable[Decision]]]


class Application:
    """An ASGI application that serves an endpoint.

    Args:
        endpoint: What answers.
        authorize: Looks at each request in the host's own way and says what its sender may be given: a
            :class:`~agora_token.Policy`, or a :class:`Refused`, returned or raised. It may be async; a plain function
            must not block. A missing answer is 403 Forbidden, and any other exception the server's. An OPTIONS request
            is answered without it, since browsers send their preflights without credentials. None opens the endpoint:
            whoever reaches it can have any token of the app.

    """

    def __init__(self, endpoint: Endpoint, authorize: Optional[Authorize]) -> None:
        self._endpoint = endpoint
        self._authorize = authorize

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] == "lifespan":
            await _lifespan(receive, send)
        elif scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 1000})
        elif scope["type"] == "http":
            response = await self._answer(Request(scope), receive)
            if response is not None:
                await _send(response, send)
        else:
            raise ValueError(f"agora_token answers HTTP, not {scope['type']!r}")

    async def _answer(self, request: Request, receive: Receive) -> Optional[Response]:
        """The answer; None where the client has gone."""
        origin = request.header("Origin").encode("latin-1")
        policy = None
        if self._authorize is not None and request.method != "OPTIONS":
            decision = await self._decide(self._authorize, request)
            if not isinstance(decision, Policy):
                gone = await _body(receive, KEPT) is None
                return None if gone else refuse(self._endpoint, decision, origin)
            policy = decision
        body = await _body(receive, MAX_DRAINED)
        if body is None:
            return None
        target = _target(request.scope)
        return self._endpoint.handle(request.method, target, policy=policy, origin=origin, body=body)

    @staticmethod
    async def _decide(authorize: Authorize, request: Request) -> Decision:
        try:
            decision = authorize(request)
            return check_decision(await decision if inspect.isawaitable(decision) else decision)
        except Refused as refused:
            return refused


def _target(scope: Scope) -> bytes:
    """Path and query as they came, from where the application is mounted."""
    raw_path = (scope.get("raw_path") or encoded(scope["path"].encode("utf-8", "surrogateescape"))).partition(b"?")[0]
    mounted = below(scope.get("root_path", "").encode("utf-8", "surrogateescape"), raw_path)
    return with_query(raw_path if mounted is None else mounted, scope.get("query_string", b""))


async def _body(receive: Receive, most: int) -> Optional[bytes]:
    """The body, of which so much is read, cut after the first byte too many; None where the client has gone."""
    kept, read, more = b"", 0, True
    while more and read < most:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        chunk = message.get("body", b"")
        more = message.get("more_body", False)
        read += len(chunk)
        kept += chunk[: KEPT - len(kept)]
    return kept


async def _send(response: Response, send: Send) -> None:
    headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in with_length(response)]
    await send({"type": "http.response.start", "status": response.status, "headers": headers})
    await send({"type": "http.response.body", "body": response.body})


async def _lifespan(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return
