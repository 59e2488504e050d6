"""The token server under uvicorn (pip install uvicorn).

APP_ID and APP_CERTIFICATE are required; PORT (8080), TOKEN_VERSION (006) and CLIENT_ERROR_STATUS (500) are not.
"""

import os
import socket

import uvicorn

from agora_token import Endpoint, Issuer, Version
from agora_token.asgi import Application

issuer = Issuer(os.environ["APP_ID"], os.environ["APP_CERTIFICATE"])
endpoint = Endpoint(
    issuer,
    version=Version(int(os.environ.get("TOKEN_VERSION") or "006")),
    client_error_status=int(os.environ.get("CLIENT_ERROR_STATUS") or "500"),
)

# This server is open, as the article's is: whoever reaches it can have any token of the app. To give tokens to your own
# users alone, pass a function that knows them in place of None:
#
# async def authorize(request):
#     user = await sessions.user_of(request.header("Authorization"))
#     if user is None:
#         raise Refused(401, "log in first", challenge="Bearer")
#     return Policy(user=user.id, channels=user.rooms, max_role=Role.PUBLISHER)
#
# What a policy does not say is refused: agents (ConvoAI) and transcription (STT), which run on your bill, want
# allow_ai_services=True in it.
application = Application(endpoint, None)

with socket.create_server(("", int(os.environ.get("PORT") or "8080"))) as listener:
    print(f"Listening on port: {listener.getsockname()[1]}", flush=True)
    # Without an access log: paths name users.
    uvicorn.Server(uvicorn.Config(application, access_log=False, log_level="warning")).run([listener])
