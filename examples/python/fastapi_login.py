"""FastAPI with a login: tokens for the user of its session (pip install fastapi itsdangerous uvicorn).

APP_ID, APP_CERTIFICATE and SECRET_KEY, which signs the sessions, are required: uvicorn fastapi_login:app
"""

import os

from fastapi import FastAPI, HTTPException
from pydantic import BaseModel
from starlette.middleware.sessions import SessionMiddleware
from starlette.requests import Request as Incoming

from agora_token import Endpoint, Issuer, Policy, Refused, Role, Version
from agora_token.asgi import Application, Request

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=os.environ["SECRET_KEY"])

# In place of your database, whose passwords are hashes.
users = {"ann": {"password": "correct horse", "uid": "42"}}


class Login(BaseModel):
    """What the page sends."""

    name: str
    password: str


@app.post("/login")
async def login(said: Login, incoming: Incoming) -> dict[str, str]:
    """Begin a session."""
    user = users.get(said.name)
    if user is None or user["password"] != said.password:
        raise HTTPException(401, "wrong name or password")
    incoming.session["uid"] = user["uid"]
    return {"uid": user["uid"]}


async def authorize(asked: Request) -> Policy:
    """Whose session it is; they may publish in every room."""
    uid = asked.scope["session"].get("uid")
    if uid is None:
        raise Refused(401, "log in first")
    return Policy(user=uid, channels=["room-*"], max_role=Role.PUBLISHER)


issuer = Issuer(os.environ["APP_ID"], os.environ["APP_CERTIFICATE"])
# Pages of other sites do not read what a cookie opens.
endpoint = Endpoint(issuer, version=Version.V007, client_error_status=400, omit_cors_headers=True)
app.mount("/agora", Application(endpoint, authorize))
