"""Flask with a login: tokens for the user of Flask's own session (pip install flask).

APP_ID, APP_CERTIFICATE and SECRET_KEY, which signs the sessions, are required: flask --app flask_login run
"""

import os

from flask import Flask, request, session
from flask.typing import ResponseReturnValue
from werkzeug.middleware.dispatcher import DispatcherMiddleware

from agora_token import Endpoint, Issuer, Policy, Refused, Role, Version
from agora_token.wsgi import Application, Request

app = Flask(__name__)
app.secret_key = os.environ["SECRET_KEY"]

# In place of your database, whose passwords are hashes.
users = {"ann": {"password": "correct horse", "uid": "42"}}


@app.post("/login")
def login() -> ResponseReturnValue:
    """Begin a session."""
    said = request.get_json()
    user = users.get(said["name"])
    if user is None or user["password"] != said["password"]:
        return {"error": "wrong name or password"}, 401
    session["uid"] = user["uid"]
    return {"uid": user["uid"]}


def authorize(asked: Request) -> Policy:
    """Whose session it is; they may publish in every room."""
    with app.request_context(asked.environ):
        uid = session.get("uid")
    if uid is None:
        raise Refused(401, "log in first")
    return Policy(user=uid, channels=["room-*"], max_role=Role.PUBLISHER)


issuer = Issuer(os.environ["APP_ID"], os.environ["APP_CERTIFICATE"])
# Pages of other sites do not read what a cookie opens.
endpoint = Endpoint(issuer, version=Version.V007, client_error_status=400, omit_cors_headers=True)
tokens = Application(endpoint, authorize)
app.wsgi_app = DispatcherMiddleware(app.wsgi_app, {"/agora": tokens})  # type: ignore[method-assign]
