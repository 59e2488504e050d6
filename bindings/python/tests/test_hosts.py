"""Mounted in what people run: Flask, Django, FastAPI, Starlette; and what authorize may say."""

import asyncio
import http.client
import io
import json
import socket
from typing import Any, Optional
from wsgiref.util import setup_testing_defaults, shift_path_info

import pytest
from servers import asgi_server, get, wsgi_server

from agora_token import BadAccountError, Endpoint, Issuer, Policy, Refused, Version, asgi, parse, wsgi


def authorize(request: Any) -> Any:
    """The login of these tests: a name as it is in the Authorization header."""
    name = request.header("authorization")
    if name == "nothing":
        return None
    if name == "returned":
        return Refused(429, "slow down")
    if not name:
        raise Refused(401, "log in first", challenge="Bearer")
    return Policy(user=name, channels=["room-*"])


async def authorize_async(request: asgi.Request) -> Any:
    await asyncio.sleep(0)
    return authorize(request)


@pytest.fixture
def endpoint(issuer: Issuer) -> Endpoint:
    return Endpoint(issuer, version=Version.V007)


def check_all(port: int, root: str, *, raw: bool = True) -> None:
    """What a mounted endpoint must do, wherever it is."""
    status, body, headers = get(port, f"{root}/rtc/room-1/audience/userAccount/ann", Authorization="ann")
    assert (status, parse(body["rtcToken"]).services[0].account) == (200, "ann")
    assert headers["cache-control"] == "private, no-cache, no-store, must-revalidate"
    assert get(port, f"{root}/rtc/room-1/audience/userAccount/bob", Authorization="ann")[0] == 403
    assert get(port, f"{root}/rtc/lobby/audience/userAccount/ann", Authorization="ann")[0] == 403
    status, body, headers = get(port, f"{root}/ping")
    assert (status, body) == (401, {"error": "log in first"})
    assert headers["www-authenticate"] == "Bearer"
    assert get(port, f"{root}/ping", Authorization="returned")[:2] == (429, {"error": "slow down"})
    assert get(port, f"{root}/ping", Authorization="nothing")[:2] == (403, {"error": "Forbidden"})
    assert get(port, f"{root}/ping", Authorization="ann")[:2] == (200, {"message": "pong"})
    body = get(port, f"{root}/rtc//audience/uid/1", Authorization="ann")[1]
    assert (body["error"], body["detail"][:29]) == ("channel is required", "a channel is 1 to 64 bytes of")
    # As it came: an escaped letter is one, an escaped slash belongs to the name, a query is not part of the path.
    escaped = get(port, f"{root}/rtc/room%2D1/audience/userAccount/%61nn?expiry=%36%30", Authorization="ann")[1]
    assert parse(escaped["rtcToken"]).services[0].channel == "room-1"
    slash = get(port, f"{root}/rtm/a%2Fb", Authorization="a/b")
    assert slash[0] == (200 if raw else 404)
    if raw:
        assert parse(slash[1]["rtmToken"]).services[0].user_id == "a/b"


def test_wsgi_by_itself(endpoint: Endpoint) -> None:
    with wsgi_server(wsgi.Application(endpoint, authorize)) as port:
        check_all(port, "")


def test_wsgi_where_the_server_says_only_the_decoded_path(endpoint: Endpoint) -> None:
    with wsgi_server(wsgi.Application(endpoint, authorize), raw=False) as port:
        check_all(port, "", raw=False)
        assert (
            parse(get(port, "/rtm/a%25%3F%23%20b", Authorization="a%?# b")[1]["rtmToken"]).services[0].user_id
            == "a%?# b"
        )


def test_asgi_by_itself(endpoint: Endpoint) -> None:
    for function in (authorize, authorize_async):
        with asgi_server(asgi.Application(endpoint, function)) as port:
            check_all(port, "")


@pytest.mark.parametrize("raw", [True, False])
def test_mounted_in_flask(endpoint: Endpoint, raw: bool) -> None:
    from flask import Flask
    from werkzeug.middleware.dispatcher import DispatcherMiddleware

    app = Flask("host")
    app.get("/")(lambda: {"host": "flask"})
    tokens = wsgi.Application(endpoint, authorize)
    app.wsgi_app = DispatcherMiddleware(app.wsgi_app, {"/ag ora": tokens})  # type: ignore[method-assign]
    with wsgi_server(app, raw=raw) as port:
        assert get(port, "/")[:2] == (200, {"host": "flask"})
        check_all(port, "/ag%20ora", raw=raw)


def test_mounted_in_django(endpoint: Endpoint) -> None:
    import django
    from django.conf import settings
    from django.core.wsgi import get_wsgi_application
    from django.http import JsonResponse
    from django.urls import path

    urls = [path("", lambda _: JsonResponse({"host": "django"}))]
    settings.configure(ALLOWED_HOSTS=["*"], ROOT_URLCONF=type("urls", (), {"urlpatterns": urls}))
    django.setup()
    host, tokens = get_wsgi_application(), wsgi.Application(endpoint, authorize)

    def application(environ: Any, start_response: Any) -> Any:
        if environ["PATH_INFO"].startswith("/agora/"):
            shift_path_info(environ)
            return tokens(environ, start_response)
        return host(environ, start_response)

    with wsgi_server(application) as port:
        assert get(port, "/")[:2] == (200, {"host": "django"})
        check_all(port, "/agora")


def test_mounted_in_fastapi(endpoint: Endpoint) -> None:
    from fastapi import FastAPI

    app = FastAPI()
    app.get("/")(lambda: {"host": "fastapi"})
    app.mount("/ag ora", asgi.Application(endpoint, authorize_async))
    with asgi_server(app) as port:
        assert get(port, "/")[:2] == (200, {"host": "fastapi"})
        check_all(port, "/ag%20ora")


def test_mounted_in_starlette_below_a_mount(endpoint: Endpoint) -> None:
    from starlette.applications import Starlette
    from starlette.routing import Mount

    app = Starlette(routes=[Mount("/api", routes=[Mount("/agora", app=asgi.Application(endpoint, authorize))])])
    with asgi_server(app) as port:
        check_all(port, "/api/agora")


# What only a call without a server can show.


def call_wsgi(application: wsgi.Application, **environ: Any) -> tuple[str, dict[str, str], bytes]:
    setup_testing_defaults(environ)
    started: list[Any] = []
    body = b"".join(application(environ, lambda *arguments: started.append(arguments)))  # type: ignore[arg-type]
    ((status, headers),) = started
    return status, dict(headers), body


def post(body: bytes, **environ: Any) -> dict[str, Any]:
    return {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": "/getToken",
        "wsgi.input": io.BytesIO(body),
        "CONTENT_LENGTH": str(len(body)),
        **environ,
    }


RTM = b'{"tokenType":"rtm","uid":"ann"}'


def test_a_wsgi_body_is_read_to_its_length(endpoint: Endpoint) -> None:
    application = wsgi.Application(endpoint, None)
    assert call_wsgi(application, **post(RTM))[0] == "200 OK"
    assert call_wsgi(application, **post(RTM + b"}}", CONTENT_LENGTH=str(len(RTM))))[0] == "200 OK"
    assert call_wsgi(application, **post(RTM, **{"wsgi.input_terminated": True, "CONTENT_LENGTH": ""}))[0] == "200 OK"
    for environ in ({"CONTENT_LENGTH": str(len(RTM) + 1)}, {"CONTENT_LENGTH": "x"}, {"CONTENT_LENGTH": "-1"}):
        assert call_wsgi(application, **post(RTM, **environ))[0] == "400 Bad Request"
    assert call_wsgi(application, **post(b" " * 65537))[0].startswith("413 ")
    assert call_wsgi(application, **post(b" " * 65536))[0] == "400 Bad Request"


class Counted(io.BytesIO):
    """A body of 20 MB that counts what is read of it."""

    count = 0

    def __init__(self) -> None:
        super().__init__(b" " * 20_000_000)

    def read(self, size: Optional[int] = -1, /) -> bytes:
        chunk = super().read(size)
        self.count += len(chunk)
        return chunk

    async def receive(self) -> dict[str, Any]:
        return {"type": "http.request", "body": self.read(65536), "more_body": True}


@pytest.mark.parametrize(
    ("decision", "status", "expected"),
    [(Refused(401), 401, 65537), (Policy(user="ann"), 413, 16 * 1024 * 1024)],
)
def test_nothing_is_read_before_authorize_and_little_after_a_refusal(
    endpoint: Endpoint, decision: Any, status: int, expected: int
) -> None:
    body, sent = Counted(), []

    def decide(_: object) -> Any:
        assert body.count == 0
        return decision

    async def send(message: Any) -> None:
        sent.append(message)

    environ = post(b"", **{"CONTENT_LENGTH": "20000000", "wsgi.input": body})
    assert call_wsgi(wsgi.Application(endpoint, decide), **environ)[0].startswith(f"{status} ")
    assert body.count == expected

    body = Counted()
    scope = {"type": "http", "method": "POST", "path": "/getToken", "headers": []}
    asyncio.run(asgi.Application(endpoint, decide)(scope, body.receive, send))
    assert sent[0]["status"] == status
    assert expected <= body.count < expected + 65536


def test_a_middleware_may_have_put_another_path_in(endpoint: Endpoint) -> None:
    application = wsgi.Application(endpoint, None)
    for environ in (
        {"PATH_INFO": "/ping", "REQUEST_URI": "/old/path"},
        {"PATH_INFO": "/ping", "SCRIPT_NAME": "/agora", "REQUEST_URI": "/agora/ping?x=1"},
        {"PATH_INFO": "/ping", "SCRIPT_NAME": "/agora", "REQUEST_URI": "http://example.com/agora/ping"},
        {"PATH_INFO": "/ping", "SCRIPT_NAME": "/agora", "REQUEST_URI": "/%61gora/ping"},
        {"PATH_INFO": "/ping", "SCRIPT_NAME": "/agora"},
    ):
        assert call_wsgi(application, **environ)[0] == "200 OK", environ
    merged = {"PATH_INFO": "/rtc/audience/uid/1", "REQUEST_URI": "/rtc//audience/uid/1"}
    assert b"channel is required" in call_wsgi(application, **merged)[2]


def test_another_exception_is_the_hosts_and_gives_no_token(endpoint: Endpoint) -> None:
    def broken(_: object) -> Any:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        call_wsgi(wsgi.Application(endpoint, broken), PATH_INFO="/ping")
    for decision in (True, "ann", {"user": "ann"}):
        with pytest.raises(TypeError, match="authorize must give"):
            call_wsgi(wsgi.Application(endpoint, lambda _, decision=decision: decision), PATH_INFO="/ping")  # type: ignore[misc]


@pytest.mark.parametrize("policy", [Policy(), Policy(user=""), Policy(user=None, channels=["room"])])
def test_a_session_without_a_user_opens_nothing(endpoint: Endpoint, policy: Policy) -> None:
    with pytest.raises(BadAccountError):
        endpoint.handle("GET", "/rtm/ann", policy=policy)


def test_a_policy_that_contradicts_itself_is_refused(endpoint: Endpoint) -> None:
    bad: list[tuple[dict[str, Any], type[Exception]]] = [
        ({"user": "ann", "allow_any_user": True}, ValueError),
        ({"user": "ann", "max_expires_in": 0}, ValueError),
        ({"user": "ann", "max_expires_in": -1}, ValueError),
        ({"user": "ann", "max_role": 0}, ValueError),
        ({"user": 42}, TypeError),
        ({"user": "ann", "allow_app_tokens": 1}, TypeError),
        ({"user": "ann", "allow_any_channel": None}, TypeError),
        ({"user": "ann", "channels": [None]}, TypeError),
    ]
    for fields, error in bad:
        with pytest.raises(error):
            endpoint.handle("GET", "/rtm/ann", policy=Policy(**fields))


def test_a_policy_for_any_user_and_without_limit(endpoint: Endpoint) -> None:
    policy = Policy(allow_any_user=True, allow_any_channel=True, max_expires_in=None)
    assert endpoint.handle("GET", "/rtc/room/audience/uid/0?expiry=999999", policy=policy).status == 200
    assert endpoint.handle("GET", "/rtc/*/audience/uid/0", policy=policy).status == 403


def test_a_preflight_is_answered_without_authorize(endpoint: Endpoint) -> None:
    def never(_: object) -> Any:
        raise AssertionError

    for server, application in (
        (wsgi_server, wsgi.Application(endpoint, never)),
        (asgi_server, asgi.Application(endpoint, never)),
    ):
        with server(application) as port:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            connection.request("OPTIONS", "/getToken", headers={"Origin": "https://app.example"})
            response = connection.getresponse()
            assert (response.status, response.read()) == (204, b"")
            assert response.headers["Access-Control-Allow-Methods"] == "POST, OPTIONS"
            connection.close()


def test_a_host_with_its_own_cors_headers_gets_none_of_ours(issuer: Issuer) -> None:
    def refuse(_: object) -> Any:
        return Refused(401, "log in first")

    for omit in (False, True):
        endpoint = Endpoint(issuer, omit_cors_headers=omit)
        for server, application in (
            (wsgi_server, wsgi.Application(endpoint, refuse)),
            (asgi_server, asgi.Application(endpoint, refuse)),
        ):
            with server(application) as port:
                status, _, headers = get(port, "/rtm/ann", Origin="https://app.example")
            # Vary: Origin is of CORS too.
            cors = [name for name in headers if name.startswith("access-control-") or name == "vary"]
            assert (status, not cors) == (401, omit)
    for value in (1, "yes", None):
        with pytest.raises(TypeError):
            Endpoint(issuer, omit_cors_headers=value)  # type: ignore[arg-type]


@pytest.mark.parametrize("omit", [True, False])
def test_starlettes_cors_is_the_only_one_where_the_endpoint_leaves_it_out(issuer: Issuer, omit: bool) -> None:
    from fastapi import FastAPI
    from fastapi.middleware.cors import CORSMiddleware

    app = FastAPI()
    app.add_middleware(CORSMiddleware, allow_origins=["https://ours.example"])
    app.mount("/agora", asgi.Application(Endpoint(issuer, omit_cors_headers=omit), None))
    with asgi_server(app) as port:
        ours, theirs = (
            get(port, "/agora/ping", Origin=f"https://{name}.example")[2].get("access-control-allow-origin")
            for name in ("ours", "theirs")
        )
    assert (ours, theirs) == ("https://ours.example", None if omit else "*")


def test_convoai_and_stt_are_for_those_alone_whose_policy_says_so(endpoint: Endpoint) -> None:
    for service in ("serviceConvoAI", "serviceStt"):
        body = json.dumps({"channelName": "room", "uid": "42", service: {"enable": True}}).encode()
        for allowed, status in ((False, 403), (True, 200)):
            policy = Policy(user="42", channels=["room"], allow_ai_services=allowed)
            response = endpoint.handle("POST", "/token/generate", policy=policy, body=body)
            assert response.status == status, response.body
    with pytest.raises(TypeError):
        endpoint.handle("GET", "/ping", policy=Policy(user="42", allow_ai_services=1))  # type: ignore[arg-type]


def test_a_client_that_goes_away_in_its_body_leaves_the_server_working(endpoint: Endpoint) -> None:
    for server, application in (
        (wsgi_server, wsgi.Application(endpoint, None)),
        (asgi_server, asgi.Application(endpoint, None)),
    ):
        with server(application) as port:
            with socket.create_connection(("127.0.0.1", port)) as connection:
                connection.sendall(b"POST /getToken HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{")
            assert get(port, "/ping")[0] == 200


def test_an_asgi_application_closes_a_websocket_and_knows_the_lifespan(endpoint: Endpoint) -> None:
    application = asgi.Application(endpoint, None)

    async def talk(scope: dict[str, Any], *received: dict[str, Any]) -> list[str]:
        queue, sent = list(received), []

        async def receive() -> dict[str, Any]:
            return queue.pop(0)

        async def send(message: Any) -> None:
            sent.append(message["type"])

        await application(scope, receive, send)
        return sent

    assert asyncio.run(talk({"type": "websocket"}, {"type": "websocket.connect"})) == ["websocket.close"]
    lifespan = [{"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}]
    assert asyncio.run(talk({"type": "lifespan"}, *lifespan)) == [
        "lifespan.startup.complete",
        "lifespan.shutdown.complete",
    ]
    with pytest.raises(ValueError, match="HTTP"):
        asyncio.run(talk({"type": "other"}))


def test_a_wsgi_answer_says_its_length(endpoint: Endpoint) -> None:
    application = wsgi.Application(endpoint, None)
    for environ in ({"PATH_INFO": "/ping"}, {"PATH_INFO": "/rtm/ann"}, {"PATH_INFO": "/x"}):
        _, headers, body = call_wsgi(application, **environ)
        assert headers["Content-Length"] == str(len(body))
    assert "Content-Length" not in call_wsgi(application, PATH_INFO="/ping", REQUEST_METHOD="OPTIONS")[1]
