"""The token server under Python's standard library.

APP_ID and APP_CERTIFICATE are required; PORT (8080), TOKEN_VERSION (006) and CLIENT_ERROR_STATUS (500) are not.
"""

import os
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

from agora_token import Endpoint, Issuer, Version
from agora_token.wsgi import Application

issuer = Issuer(os.environ["APP_ID"], os.environ["APP_CERTIFICATE"])
endpoint = Endpoint(
    issuer,
    version=Version(int(os.environ.get("TOKEN_VERSION") or "006")),
    client_error_status=int(os.environ.get("CLIENT_ERROR_STATUS") or "500"),
)

# This server is open, as the article's is: whoever reaches it can have any token of the app. To give tokens to your own
# users alone, pass a function that knows them in place of None:
#
# def authorize(request):
#     user = sessions.user_of(request.header("Authorization"))
#     if user is None:
#         raise Refused(401, "log in first", challenge="Bearer")
#     return Policy(user=user.id, channels=user.rooms, max_role=Role.PUBLISHER)
#
# What a policy does not say is refused: agents (ConvoAI) and transcription (STT), which run on your bill, want
# allow_ai_services=True in it.
application = Application(endpoint, None)


class Server(ThreadingMixIn, WSGIServer):
    """A thread for each connection."""

    daemon_threads = True
    request_queue_size = 128


class Handler(WSGIRequestHandler):
    """A server that says the path as it came, too."""

    def get_environ(self) -> dict[str, Any]:
        """Add what the client asked for, not decoded."""
        return {**super().get_environ(), "REQUEST_URI": self.requestline.split(" ")[1]}

    def log_message(self, *_: object) -> None:
        """Say nothing: paths name users."""


with Server(("", int(os.environ.get("PORT") or "8080")), Handler) as server:
    server.set_app(application)
    print(f"Listening on port: {server.server_port}", flush=True)
    server.serve_forever()
