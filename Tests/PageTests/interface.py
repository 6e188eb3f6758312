"""The interface's description, and answers held against it."""
import json
import re
from pathlib import Path
from urllib.parse import urlsplit

from jsonschema import Draft202012Validator

FILE = Path(__file__).resolve().parents[2] / "Sources/Web/StudioWeb/Page/openapi.json"


class Interface:
    """What the server is said to do."""

    def __init__(self):
        self.text = FILE.read_text(encoding="utf-8")
        self.document = json.loads(self.text)
        self.asked = set()
        """Method and path of every operation that was answered with success."""
        components = json.loads(self.text)["components"]
        for schema in components["schemas"].values():
            _close(schema)
        self.components = components

    @property
    def operations(self):
        """Method and path of every operation."""
        return {(method.upper(), path) for path, item in self.document["paths"].items()
                for method in item if method in ("get", "put", "post", "patch", "delete")}

    def template(self, method, path):
        """The described path that an address is one of; None where there is none."""
        plain = urlsplit(path).path
        found = [template for template in self.document["paths"] if re.fullmatch(
            re.sub(r"\\\{path\\\}", ".+", re.sub(r"\\\{(?!path)\w+\\\}", "[^/]+",
                                                   re.escape(template))), plain)]
        return min(found, key=lambda template: template.count("{"), default=None)

    def check(self, method, path, answer):
        """Raises where an answer is not as described."""
        template = self.template(method, path)
        assert template, f"{path} is not described"
        operation = self.document["paths"][template].get(method.lower())
        assert operation, f"{method} {template} is not described"
        for name, header in self.components["headers"].items():
            value = answer.headers.get(name.lower())
            assert value, f"{method} {path}: no {name}"
            assert header["schema"].get("const", value) == value, f"{name}: {value}"
        where = f"{method} {path}: {answer.status}"
        if 400 <= answer.status < 500 and answer.status != 416:
            assert answer.type == "application/problem+json", f"{where} is {answer.type}"
            self.hold({"$ref": "#/components/schemas/Problem"}, answer.json(), where)
            assert answer.json()["status"] == answer.status, where
            return
        assert str(answer.status) in operation["responses"], f"{where} is not described"
        self.asked.add((method, template))
        content = operation["responses"][str(answer.status)].get("content", {})
        if schema := content.get("application/json", {}).get("schema"):
            assert answer.type == "application/json", f"{where} is {answer.type}"
            self.hold(schema, answer.json(), where)

    def hold(self, schema, value, where):
        """Holds a value against a schema."""
        whole = {**schema, "components": self.components}
        for error in Draft202012Validator(whole).iter_errors(value):
            place = "/".join(map(str, error.absolute_path))
            raise AssertionError(f"{where}, at '{place}': {error.message[:300]}")


def _close(schema):
    """Lets an object hold nothing but what is described, unless it says otherwise."""
    if isinstance(schema, dict):
        if "properties" in schema and "additionalProperties" not in schema:
            schema["additionalProperties"] = False
        for value in schema.values():
            _close(value)
    elif isinstance(schema, list):
        for value in schema:
            _close(value)
