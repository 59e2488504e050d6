"""What README.md shows runs."""

import re
from pathlib import Path
from typing import Any

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


def test_the_application_gives_its_user_a_token_to_publish_and_others_none() -> None:
    tokens = run(EXAMPLES[3])["tokens"]
    assert call(tokens, "/rtc/room-1/publisher/uid/42") == "401 Unauthorized"
    assert call(tokens, "/rtc/room-1/publisher/uid/42", "Bearer secret-of-42") == "200 OK"
    assert call(tokens, "/rtc/room-1/publisher/uid/43", "Bearer secret-of-42") == "403 Forbidden"


def test_the_view_for_django_is_that_of_the_example() -> None:
    example = Path(__file__).parents[3] / "examples" / "python" / "django_login.py"
    assert EXAMPLES[4] in example.read_text("utf-8")
    assert len(EXAMPLES) == 5


def call(application: Any, path: str, authorization: str = "") -> str:
    statuses: list[str] = []
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": path, "HTTP_AUTHORIZATION": authorization}
    application(environ, lambda status, _: statuses.append(status))
    return statuses[0]
