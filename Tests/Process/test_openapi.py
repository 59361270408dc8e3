"""The OpenAPI document, by those who did not write it: a validator of documents, and one who tries what they promise."""

import json
import re
import subprocess
import sys

import pytest
import requests
import yaml
from openapi_spec_validator import OpenAPIV31SpecValidator

from PythonSupport.installation import REPOSITORY, Installation

VERSIONS = ["1.0.0", "1.1.0"]
CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"


@pytest.fixture(scope="module")
def installation(tmp_path_factory):
    # No test waits for a minute to pass.
    return Installation(tmp_path_factory.mktemp("openapi"), RATE_LIMIT_PER_MINUTE="0")


@pytest.fixture(scope="module")
def base(installation):
    installation.demo()
    with installation.serving() as server:
        yield server.base


@pytest.mark.parametrize("version", VERSIONS)
def test_document_is_valid(base, version):
    document = requests.get(f"{base}/openapi.json", params={"version": version}, timeout=10).json()
    OpenAPIV31SpecValidator(document).validate()
    assert document["info"]["version"] == version


@pytest.mark.parametrize("version", VERSIONS)
def test_yaml_says_the_same(base, installation, version):
    in_json = requests.get(f"{base}/openapi.json", params={"version": version}, timeout=10)
    in_yaml = requests.get(f"{base}/openapi.yaml", params={"version": version}, timeout=10)
    assert in_yaml.headers["Content-Type"] == "application/yaml"
    assert yaml.safe_load(in_yaml.text) == in_json.json()
    printed = installation.run("openapi", "--yaml", "--version", version, check=True).stdout
    assert printed == in_yaml.text


def test_the_pages_of_docs_api_are_of_these_operations(base):
    """Each in one table, with its name, its scope, how it succeeds, and no status that it cannot answer."""
    document = requests.get(f"{base}/openapi.json", timeout=10).json()
    pages = "\n".join(page.read_text() for page in (REPOSITORY / "docs" / "api").glob("*.md"))
    told = re.findall(r"^\| `([A-Z]+) /v1(/[^`]*)` \| ([a-z-]+) \| (`[a-z.]+`|none) \| (.*) \|$", pages, re.M)
    assert len(told) == len(set((method, path) for method, path, *_ in told))
    operations = {
        (method.upper(), path): operation
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    }
    assert {(method, path) for method, path, *_ in told} == set(operations)
    for method, path, name, scope, answer in told:
        operation = operations[method, path]
        scopes = {scope for way in operation["security"] for granted in way.values() for scope in granted}
        statuses = re.findall(r"\b[245]\d\d\b", answer)
        assert name == operation["operationId"]
        assert {scope.strip("`")} == (scopes or {"none"}), name
        assert statuses[0].startswith("2") and set(statuses) <= set(operation["responses"]), name


def test_unknown_version(base):
    answer = requests.get(f"{base}/openapi.yaml", params={"version": "9.9.9"}, timeout=10)
    assert answer.status_code == 400
    assert answer.json()["supportedVersions"] == VERSIONS


@pytest.mark.parametrize("version", VERSIONS)
def test_answers_are_as_documented(installation, base, version, tmp_path):
    """Schemathesis sends what the document allows and what it forbids, follows its links, and looks at every answer.

    One worker: Python before 3.11.5 counts the depth of `ast.parse` once for all threads, and with two of them Hypothesis
    meets "AST constructor recursion depth mismatch" (python/cpython#106905).
    """
    key = installation.demo()["portals"][0]["apiKey"]
    done = subprocess.run(
        [
            sys.executable, "-m", "schemathesis.cli", "run", f"{base}/openapi.json?version={version}",
            "--header", f"Authorization: Bearer {key}", "--header", f"X-VERSION: {version}",
            "--checks", CHECKS, "--max-examples", "10", "--seed", "20261121", "--workers", "1",
            "--generation-database", "none",
        ],
        cwd=tmp_path, capture_output=True, text=True, timeout=600, check=False,
    )
    assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-2000:]
    assert "Stateful" in done.stdout, json.dumps(done.stdout[-2000:])
