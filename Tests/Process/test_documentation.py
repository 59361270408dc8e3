"""What the documentation tells people to run, run: the calls of the API reference, of the guide for beginners and of the README."""

import html
import json
import re
import subprocess

import pytest
import requests

from PythonSupport.installation import REPOSITORY, Installation, binary

CODE = re.compile(r'<code id="curl-([a-z-]+)"[^>]*>(.*?)</code>', re.S)
VARIABLE = re.compile(r"^# (.*)$", re.M)
ORDER = ["get", "post", "patch", "put", "delete"]
# Groups whose examples must all succeed; reading must succeed in all of them. Of other changes each answer must be one that the
# document promises, because an example cannot know in which state the demo data is by then.
FIRM = {"Customers", "Customer Groups", "Me"}


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A server with demo data and without a rate limit."""
    installation = Installation(tmp_path_factory.mktemp("documentation"), RATE_LIMIT_PER_MINUTE="0")
    demo = installation.demo()
    with installation.serving():
        (installation.folder / "document.pdf").write_bytes(b"%PDF-1.4\n%%EOF\n")
        yield installation, demo["portals"][0]["apiKey"]


class Ids:
    """IDs of the demo data, found through the lists of the API: one for each parameter of a path."""

    def __init__(self, base: str, key: str, document: dict, version: str):
        self.base, self.paths = base, document["paths"]
        self.headers = {"Authorization": f"Bearer {key}", "X-VERSION": version}

    def of(self, path: str) -> dict[str, str] | None:
        """The parameters of a path with values that exist, or None where a list is missing or empty."""
        found: dict[str, str] = {}
        parts = path.strip("/").split("/")
        for position, part in enumerate(parts):
            if not part.startswith("{"):
                continue
            collection = "/" + "/".join(parts[:position])
            if "get" not in self.paths.get(collection, {}):
                return None
            address = self.base + "/v1" + collection.format(**found)
            data = requests.get(address, headers=self.headers, timeout=30).json().get("data", [])
            if part == "{fileId}":  # the list holds directories too, which have no bytes
                data = [entry for entry in data if entry["type"] == "file"]
            if not data:
                return None
            found[part[1:-1]] = data[0]["id"]
        return found

    def named(self, variable: str) -> str | None:
        """For a variable of a body: `CUSTOMER_ID` is what some path calls `customerId`."""
        for path in self.paths:
            last = path.rsplit("/", 1)[-1]
            if last.startswith("{") and shell_name(last[1:-1]) == variable:
                if found := self.of(path):
                    return found[last[1:-1]]
        return None


def test_the_readme_leads_to_an_invoice_with_its_pdf(site, tmp_path):
    installation, _ = site
    readme = (REPOSITORY / "README.md").read_text()
    section = re.search(r"^### With an API key.*?\n(.*?)^### ", readme, re.S | re.M)[1]
    commands = "\n".join(re.findall(r"^```sh\n(.*?)^```", section, re.S | re.M))
    commands = commands.replace("http://localhost:8080", installation.base)
    commands = commands.replace(".build/release/voordeur", f"'{binary()}'").replace("-o invoice.pdf", f"-o '{tmp_path}/invoice.pdf'")
    done = subprocess.run(
        ["bash", "-euc", commands], cwd=installation.folder, env=installation.environment, capture_output=True, text=True,
        timeout=120, check=False,
    )
    assert done.returncode == 0, done.stderr
    assert '"tokenKind":"api-key"' in done.stdout and '"companyName"' in done.stdout
    assert (tmp_path / "invoice.pdf").read_bytes().startswith(b"%PDF-")


def shell_name(name: str) -> str:
    return re.sub(r"([A-Z])", r"_\1", name).upper()


def run(command: str, folder, environment: dict[str, str]) -> tuple[int, str]:
    script = 'curl() { command curl -sS -o answer -w "%{http_code}" "$@"; }\n' + command
    (folder / "answer").write_text("")
    done = subprocess.run(
        ["bash", "-euc", script], cwd=folder, env={"PATH": "/usr/bin:/bin", **environment}, capture_output=True,
        text=True, timeout=60, check=True,
    )
    return int(done.stdout), (folder / "answer").read_text()


@pytest.mark.parametrize("version", ["1.0.0", "1.1.0"])
def test_the_calls_of_the_reference_run(site, version):
    installation, key = site
    document = requests.get(f"{installation.base}/openapi.json?version={version}", timeout=30).json()
    ids = Ids(installation.base, key, document, version)
    commands = {}
    for tag in document["tags"]:
        page = f"{installation.base}/docs/v{version}/{tag['name'].lower().replace(' ', '-')}"
        for name, code in CODE.findall(requests.get(page, timeout=60).text):
            commands[name] = html.unescape(code)

    operations = [
        (ORDER.index(method), path, item)
        for path, methods in document["paths"].items()
        for method, item in methods.items()
    ]
    assert set(commands) == {item["operationId"] for _, _, item in operations}

    ran, wrong = 0, []
    for position, path, item in sorted(operations, key=lambda one: one[0]):
        name, command = item["operationId"], commands[item["operationId"]]
        values = ids.of(path)
        if values is None:
            continue
        environment = {shell_name(parameter): value for parameter, value in values.items()} | {"TOKEN": key}
        needed = [word.split("=")[0] for word in VARIABLE.search(command).group(1).split()]
        for variable in needed:
            if variable not in environment and (value := ids.named(variable)):
                environment[variable] = value
        if set(needed) - set(environment):
            continue
        status, body = run(command, installation.folder, environment)
        ran += 1
        success = next(code for code in item["responses"] if code.startswith("2"))
        firm = ORDER[position] == "get" or (item["tags"][0] in FIRM and ORDER[position] != "delete")
        if str(status) != success and (firm or str(status) not in item["responses"]):
            wrong.append((name, status, body[:300]))
        if status // 100 == 2 and status != 204:
            json.loads(body)
    assert wrong == []
    assert ran >= 10


@pytest.mark.parametrize("language", ["en", "nl"])
def test_the_guide_for_beginners_runs(site, language):
    installation, key = site
    page = requests.get(
        f"{installation.base}/docs/getting-started", headers={"Accept-Language": language}, timeout=60
    ).text
    commands = [html.unescape(code) for code in re.findall(r'data-language="sh">(.*?)</code>', page, re.S)]
    assert commands.pop(0).startswith("export TOKEN=")
    answers = [run(command, installation.folder, {"TOKEN": key}) for command in commands]
    assert [status for status, _ in answers] == [200, 200, 201, 422]
    assert json.loads(answers[0][1])["tokenKind"] == "api-key"
    assert len(json.loads(answers[1][1])["data"]) == 2
    assert {error["field"] for error in json.loads(answers[3][1])["errors"]} >= {"companyName", "primaryEmail"}
