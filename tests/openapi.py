"""Holds docs/openapi.yaml to what tests/ has of the endpoint, and server/src/openapi.json to docs/openapi.yaml.

openapi.py check          every case and row is within the description, a mistake has the status of its method, and the
                          JSON is what the YAML says
openapi.py inspect URL    what a server says of the tokens of tests/ is within the description too
openapi.py write          writes the JSON
"""

from __future__ import annotations

import json
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote

import yaml
from jsonschema import Draft202012Validator

ROOT = Path(__file__).parent.parent
CONTRACT = ROOT / "tests/contract.json"
EXPLAIN = ROOT / "tests/explain.json"
VECTORS = ROOT / "tests/vectors/official.json"
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


def status_errors(description: Description, cases: Json) -> Iterator[str]:
    """Say which operations describe another status of a mistake than the cases have."""
    seen: dict[str, set[str]] = {}
    for case in cases:
        path = text(case["request"]["target"]).partition("?")[0]
        found = description.find(case["request"]["method"].lower(), path)
        if found is not None:
            seen.setdefault(found[0]["operationId"], set()).add(str(case["expect"]["status"]))
    for item in description.document["paths"].values():
        for operation in item.values():
            name = operation["operationId"]
            if ("500" in operation["responses"]) != ("500" in seen.get(name, ())):
                yield f"{name}: 500 is described, and no case has it, or the other way round"


def schema(name: str) -> Json:
    """Refer to a schema of the description."""
    return {"$ref": f"#/components/schemas/{name}"}


def inspect(url: str) -> list[str]:
    """Say where a server's answers to /inspect are not as described."""
    description = Description(yaml.safe_load(YAML.read_text()))
    questions = [{"token": vector["token"]} for vector in json.loads(VECTORS.read_text())["vectors"]]
    # Nothing at all is no question.
    questions += [{"token": row["token"]} for row in json.loads(EXPLAIN.read_text())["rows"] if row["token"]]
    wrong = []
    for question in questions:
        errors = description.errors(schema("Inspect"), question)
        request = urllib.request.Request(f"{url}/inspect", json.dumps(question).encode())
        with urllib.request.urlopen(request) as answer:
            errors += description.errors(schema("Inspected"), json.load(answer))
        wrong += [f"{question['token'][:40]}: {error}" for error in errors]
    print(f"{len(questions)} tokens inspected; {len(wrong)} mistakes")
    return wrong


def written() -> str:
    """Give the YAML as the JSON that the server has."""
    return json.dumps(yaml.safe_load(YAML.read_text()), ensure_ascii=False, separators=(",", ":")) + "\n"


def check() -> list[str]:
    """Say everything that is wrong."""
    description = Description(yaml.safe_load(YAML.read_text()))
    cases = json.loads(CONTRACT.read_text())["cases"]
    checked = {case["name"]: case_errors(description, case) for case in cases}
    wrong = [f"{name}: {error}" for name, errors in checked.items() for error in errors or []]
    wrong += status_errors(description, cases)
    for row in json.loads(EXPLAIN.read_text())["rows"]:
        wrong += [f"{row['name']}: {error}" for error in description.errors(schema("Verdict"), row["expected"])]
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
    elif sys.argv[1:2] == ["inspect"] and len(sys.argv) == 3:
        sys.exit("\n".join(inspect(sys.argv[2])) or 0)
    else:
        sys.exit(__doc__)
