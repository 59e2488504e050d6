"""What README.md shows runs."""

import re
from pathlib import Path
from typing import Any, Callable

import pytest

README = (Path(__file__).parents[1] / "README.md").read_text("utf-8")
EXAMPLES = re.findall(r"^```python\n(.*?)^```$", README, re.M | re.S)


def recipes() -> dict[str, Any]:
    """The functions that README gives for official builders of many arguments."""
    return run(EXAMPLES[2])


def run(example: str, **names: Any) -> dict[str, Any]:
    exec(example, names)
    return names


def test_the_first_token_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    run(EXAMPLES[0])
    assert capsys.readouterr().out.startswith("007")


def test_why_a_token_is_not_good_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    run(EXAMPLES[1])
    why, advice = capsys.readouterr().out.splitlines()
    assert why == '"room" is not "Room"'
    assert advice.endswith(" 110")


def test_the_application_gives_its_user_a_token_and_others_none() -> None:
    tokens = run(EXAMPLES[3])["tokens"]
    assert call(tokens, "/rtc/room-1/audience/uid/42") == "401 Unauthorized"
    assert call(tokens, "/rtc/room-1/audience/uid/42", "Bearer secret-of-42") == "200 OK"


def test_the_dispatcher_for_django_leaves_the_rest_to_django() -> None:
    def django(_: object, start_response: Callable[..., object]) -> list[bytes]:
        start_response("200 Django", [])
        return []

    tokens = run(EXAMPLES[3])["tokens"]
    application = run(EXAMPLES[4], tokens=tokens, get_wsgi_application=lambda: django)["application"]
    assert call(application, "/agoraphobia") == "200 Django"
    assert call(application, "/agora/ping", "Bearer secret-of-42") == "200 OK"
    assert len(EXAMPLES) == 5


def call(application: Any, path: str, authorization: str = "") -> str:
    statuses: list[str] = []
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": path, "HTTP_AUTHORIZATION": authorization}
    application(environ, lambda status, _: statuses.append(status))
    return statuses[0]
