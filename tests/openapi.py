"""Holds docs/openapi.yaml to tests/contract.json, and server/src/openapi.json to docs/openapi.yaml.

openapi.py check    every case of the contract is within the description, and the JSON is what the YAML says
openapi.py write    writes the JSON
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote

import yaml
from jsonschema import Draft202012Validator

ROOT = Path(__file__).parent.parent
YAML = ROOT / "docs/openapi.yaml"
JSON = ROOT / "server/src/openapi.json"
#: A token of this form stands where the contract says what is in a token.
TOKEN = "007eJx"

Json = Any


def text(parts: Json) -> str:
    """Join the parts of a text of the contract."""
    if isinstance(parts, str):
        return parts
    return "".join(part if isinstance(part, str) else part["repeat"] * part["times"] for part in parts)


def with_tokens(body: Json) -> Json:
    """Put a token in the place of each description of one."""
    if not isinstance(body, dict):
        return body
    return TOKEN if "$token" in body else {name: with_tokens(value) for name, value in body.items()}


class Description:
    """An OpenAPI document."""

    def __init__(self, document: Json) -> None:
        """Take a document as it was read."""
        self.document = document

    def resolve(self, node: Json) -> Json:
        """Follow a reference."""
        while "$ref" in node:
            name = node["$ref"].removeprefix("#/").split("/")
            node = self.document
            for part in name:
                node = node[part]
        return node

    def errors(self, schema: Json, value: Json) -> list[str]:
        """Say where a value is not as a schema has it."""
        whole = {**schema, "components": self.document["components"]}
        return [error.message for error in Draft202012Validator(whole).iter_errors(value)]

    def find(self, method: str, path: str) -> tuple[Json, dict[str, str]] | None:
        """Give the operation of a request, and what its path holds."""
        segments = path.split("/")
        for candidate in (segments[:-1] if path.endswith("/") else None, segments):
            for template, item in self.document["paths"].items():
                names = template.split("/")
                if candidate is None or len(names) != len(candidate) or method not in item:
                    continue
                pairs = list(zip(names, candidate, strict=True))
                if all(name == part or name.startswith("{") for name, part in pairs):
                    return item[method], {n[1:-1]: unquote(p) for n, p in pairs if n.startswith("{")}
        return None

    def request_errors(self, operation: Json, path: dict[str, str], query: str, body: str) -> list[str]:
        """Say where a request is not as its operation has it."""
        given = {"path": path, "query": dict(reversed(parse_qsl(query, keep_blank_values=True)))}
        errors = []
        for parameter in map(self.resolve, operation.get("parameters", [])):
            value = given[parameter["in"]].get(parameter["name"])
            if value is not None:
                errors += self.errors(parameter["schema"], value)
        if "requestBody" in operation:
            errors += self.errors(operation["requestBody"]["content"]["application/json"]["schema"], json.loads(body))
        return errors

    def answer_errors(self, operation: Json, status: int, body: Json) -> list[str]:
        """Say where an answer is not as its operation has it."""
        if str(status) not in operation["responses"]:
            return [f"{status} is not described"]
        response = self.resolve(operation["responses"][str(status)])
        return self.errors(response["content"]["application/json"]["schema"], with_tokens(body))


def case_errors(description: Description, case: Json) -> list[str] | None:
    """Say where a case is not as described; None where it is a request for a route or method that is not described."""
    request, expect = case["request"], case["expect"]
    path, _, query = text(request["target"]).partition("?")
    found = description.find(request["method"].lower(), path)
    if found is None:
        succeeds = expect["status"] == 200 and request["method"] != "HEAD"
        return ["a request that succeeds is not described"] if succeeds else None
    operation, segments = found
    errors = description.answer_errors(operation, expect["status"], expect.get("body"))
    if expect["status"] == 200:
        errors += description.request_errors(operation, segments, query, text(request.get("body", "")))
    return errors


def written() -> str:
    """Give the YAML as the JSON that the server has."""
    return json.dumps(yaml.safe_load(YAML.read_text()), ensure_ascii=False, separators=(",", ":")) + "\n"


def check() -> list[str]:
    """Say everything that is wrong."""
    description = Description(yaml.safe_load(YAML.read_text()))
    cases = json.loads((ROOT / "tests/contract.json").read_text())["cases"]
    checked = {case["name"]: case_errors(description, case) for case in cases}
    wrong = [f"{name}: {error}" for name, errors in checked.items() for error in errors or []]
    if not JSON.is_file() or JSON.read_text() != written():
        wrong.append("server/src/openapi.json is not what docs/openapi.yaml says: make openapi")
    described = sum(errors is not None for errors in checked.values())
    print(f"{described} of {len(cases)} cases of the contract are of described operations; {len(wrong)} mistakes")
    return wrong


if __name__ == "__main__":
    if sys.argv[1:] == ["write"]:
        JSON.write_text(written())
    elif sys.argv[1:] == ["check"]:
        sys.exit("\n".join(check()) or 0)
    else:
        sys.exit(__doc__)
