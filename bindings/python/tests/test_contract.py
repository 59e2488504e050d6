"""Every case of the contract, with its policy and options, through the endpoint and over real sockets."""

import json
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from conftest import APP_ID, CERTIFICATE
from servers import asgi_server, wsgi_server

from agora_token import Endpoint, Issuer, Policy, Role, Version, asgi, wsgi

sys.path.append(str(Path(__file__).parents[3] / "tests"))
from contract_runner import Answer, Case, Contract, body_of, may_be_refused, text

CONTRACT = Contract(json.loads((Path(__file__).parents[3] / "tests/contract.json").read_text("utf-8")))
ISSUER = Issuer(APP_ID, CERTIFICATE)


def endpoint_of(case: Case) -> Endpoint:
    options = dict(case.get("options", {}))
    if "version" in options:
        options["version"] = Version(int(options["version"]))
    return Endpoint(ISSUER, **options)


def policy_of(case: Case) -> Policy:
    given = dict(case["policy"])
    if "max_role" in given:
        given["max_role"] = Role[given["max_role"].upper()]
    # The user "" of the contract is one whom no token names.
    if "user" in given:
        given["user"] = given["user"] or "nobody"
    else:
        given["user"] = "nobody"
    return Policy(**given)


def authorize_of(case: Case) -> Any:
    return (lambda _: policy_of(case)) if "policy" in case else None


def test_the_endpoint_answers_every_case() -> None:
    assert len(CONTRACT.cases) > 300
    for case in CONTRACT.cases:
        request, asked_at = case["request"], int(time.time())
        response = endpoint_of(case).handle(
            request["method"],
            text(request["target"]),
            policy=policy_of(case) if "policy" in case else None,
            origin=request.get("headers", {}).get("Origin", ""),
            body=body_of(request) or b"",
        )
        CONTRACT.check_answer(Answer(response.status, list(response.headers), response.body), case, asked_at)


class Current:
    """The WSGI application of the case that runs."""

    application: Any

    def __call__(self, environ: Any, start_response: Any) -> Any:
        return self.application(environ, start_response)


class CurrentAsgi:
    """The ASGI application of the case that runs."""

    application: Any

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        await self.application(scope, receive, send)


@pytest.mark.parametrize(
    ("server", "current", "application"),
    [(wsgi_server, Current(), wsgi.Application), (asgi_server, CurrentAsgi(), asgi.Application)],
    ids=["wsgi", "asgi"],
)
def test_the_application_answers_every_case_over_a_socket(server: Any, current: Any, application: Any) -> None:
    by_server = []
    current.application = application(Endpoint(ISSUER), None)
    with server(current) as port:
        for case in CONTRACT.cases:
            current.application = application(endpoint_of(case), authorize_of(case))
            if CONTRACT.check(port, case) == "server":
                by_server.append(case)
    assert all(may_be_refused(text(case["request"]["target"])) for case in by_server)
    assert len(by_server) <= 1
