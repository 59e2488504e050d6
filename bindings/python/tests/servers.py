"""Servers over real sockets, in threads of the tests."""

import http.client
import json
import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

import uvicorn


class _Server(socketserver.ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Handler(WSGIRequestHandler):
    raw = True

    def get_environ(self) -> dict[str, Any]:
        return {**super().get_environ(), **({"RAW_URI": self.requestline.split(" ")[1]} if self.raw else {})}

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def wsgi_server(application: Any, *, raw: bool = True) -> Iterator[int]:
    """A server of the standard library; where `raw` is not, it says only the decoded path."""
    handler = type("Handler", (_Handler,), {"raw": raw})
    with _Server(("127.0.0.1", 0), handler) as server:
        server.set_app(application)
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield server.server_port
        finally:
            server.shutdown()
            thread.join()


@contextmanager
def asgi_server(application: Any) -> Iterator[int]:
    """A uvicorn."""
    server = uvicorn.Server(uvicorn.Config(application, host="127.0.0.1", port=0, log_level="error"))
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            assert thread.is_alive()
            time.sleep(0.005)
        yield server.servers[0].sockets[0].getsockname()[1]
    finally:
        server.should_exit = True
        thread.join()


def get(port: int, target: str, **headers: str) -> tuple[int, Any, dict[str, str]]:
    """Status, JSON and headers (in lower case) of a GET."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", target, headers=headers)
    response = connection.getresponse()
    answer = (
        response.status,
        json.loads(response.read()),
        {name.lower(): value for name, value in response.getheaders()},
    )
    connection.close()
    return answer
