"""The code that the guide gives to verify a webhook, taken from the page as readers copy it, believes what a server really sent.

Swift needs a package for HMAC: `WebhookGuideTests` runs it. C# runs on Mono, with nothing in it that .NET does not have.
"""

import base64
import html
import re
import subprocess
import sys
from dataclasses import dataclass, replace

import pytest
import requests

from PythonSupport.hook_receiver import HookReceiver

CUSTOMER = {
    "companyName": "Café “Ünïcode” €", "address": "Kade 1", "zipCode": "1000AA", "city": "Amsterdam",
    "primaryEmail": "info@kade.example",
}
LANGUAGES = ["python", "javascript", "php", "csharp"]

# Each reads cases from its input, one a line: fields in base64, with a comma in between. An empty one is a header that is absent.
MAIN = {
    "python": """
import sys
for line in sys.stdin:
    body, secret, now, *values = (base64.b64decode(field) for field in line.strip().split(","))
    names = ("webhook-id", "webhook-timestamp", "webhook-signature")
    headers = {name: value.decode() for name, value in zip(names, values) if value}
    print("true" if is_genuine(headers, body, secret.decode(), int(now)) else "false")
""",
    "javascript": """
for (const line of require("node:fs").readFileSync(0, "utf8").trim().split("\\n")) {
  const [body, secret, now, ...values] = line.split(",").map((field) => Buffer.from(field, "base64"));
  const headers = {};
  ["webhook-id", "webhook-timestamp", "webhook-signature"].forEach((name, index) => {
    if (values[index].length) headers[name] = values[index].toString();
  });
  console.log(isGenuine(headers, body, secret.toString(), Number(now)));
}
""",
    "php": """
foreach (file('php://stdin', FILE_IGNORE_NEW_LINES) as $line) {
    [$body, $secret, $now, $id, $timestamp, $signature] = array_map('base64_decode', explode(',', $line));
    $headers = ['webhook-id' => $id, 'webhook-timestamp' => $timestamp, 'webhook-signature' => $signature];
    echo is_genuine(array_filter($headers, 'strlen'), $body, $secret, (int) $now) ? "true\\n" : "false\\n";
}
""",
    "csharp": """
static class Program
{
    static void Main()
    {
        string line;
        while ((line = Console.ReadLine()) != null)
        {
            var fields = line.Split(',').Select(Convert.FromBase64String).ToArray();
            var texts = fields.Select(Encoding.UTF8.GetString).ToArray();
            var names = new[] { "webhook-id", "webhook-timestamp", "webhook-signature" };
            var headers = names.Select((name, index) => (name, texts[index + 3])).Where(pair => pair.Item2 != "")
                .ToDictionary(pair => pair.Item1, pair => pair.Item2);
            var now = DateTimeOffset.FromUnixTimeSeconds(long.Parse(texts[2]));
            Console.WriteLine(Webhooks.IsGenuine(headers, fields[0], texts[1], now) ? "true" : "false");
        }
    }
}
""",
}


@dataclass(frozen=True)
class Case:
    """A call as it came, the secret that it is checked with, the time by the clock of who checks, and the answer."""

    body: bytes
    secret: str
    now: int
    id: str
    timestamp: str
    signature: str
    genuine: bool = True

    def line(self) -> str:
        fields = [self.body, self.secret, str(self.now), self.id, self.timestamp, self.signature]
        return ",".join(base64.b64encode(field if isinstance(field, bytes) else field.encode()).decode() for field in fields)


def variations(sent: Case) -> list[Case]:
    """What must be believed, and what is near it and must not be."""
    other = base64.b64encode(b"another secret of nobody").decode()
    refused = [
        replace(sent, now=sent.now + 301),
        replace(sent, now=sent.now - 301),
        replace(sent, body=sent.body + b" "),
        replace(sent, body=sent.body.replace(b'"id"', b'"iD"', 1)),
        replace(sent, body=b""),
        replace(sent, secret="whsec_" + other),
        replace(sent, id="evt_x"),
        replace(sent, id=""),
        replace(sent, timestamp=str(sent.now + 1)),
        replace(sent, timestamp="soon"),
        replace(sent, timestamp=f"-{sent.now}"),
        replace(sent, timestamp=""),
        replace(sent, signature="v1,AAAA"),
        replace(sent, signature=sent.signature.removeprefix("v1,")),
        replace(sent, signature=sent.signature.replace("v1,", "v2,")),
        replace(sent, signature="v1,é"),
        replace(sent, signature=""),
    ]
    return [
        sent,
        replace(sent, now=sent.now + 300),
        replace(sent, now=sent.now - 300),
        replace(sent, signature="v1,AAAA " + sent.signature),
        *(replace(case, genuine=False) for case in refused),
    ]


def guide(base: str, reader: str) -> dict[str, str]:
    """The blocks of code of the page about webhooks, by language of code."""
    page = requests.get(f"{base}/docs/webhooks", headers={"Accept-Language": reader}, timeout=60)
    assert f'<html lang="{reader}"' in page.text
    return {name: html.unescape(code) for name, code in re.findall(r'data-language="(\w+)">(.*?)</code>', page.text, re.S)}


def program(language: str, code: str, folder) -> list[str]:
    """The command that runs the code of the guide on the cases of its input."""
    source = folder / f"guide.{language}"
    source.write_text(code + MAIN[language])
    if language == "csharp":
        done = subprocess.run(
            ["mcs", "-warnaserror", f"-out:{folder}/guide.exe", str(source)], capture_output=True, text=True, timeout=120, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return ["mono", f"{folder}/guide.exe"]
    return [{"python": sys.executable, "javascript": "node", "php": "php"}[language], str(source)]


@pytest.fixture(scope="module")
def sent(demo_server) -> list[Case]:
    """Two calls of one webhook, for a change and for a test, as its receiver got them."""
    http = requests.Session()
    http.headers["Authorization"] = f"Bearer {demo_server.portal()['apiKey']}"
    with HookReceiver() as receiver:
        answer = http.post(
            f"{demo_server.api}/webhooks", json={"url": f"{receiver.base}/hook", "type": "customer-created"}, timeout=60
        )
        assert answer.status_code == 201, answer.text
        webhook = answer.json()
        receiver.expect("/hook", webhook["signingSecret"])
        assert http.post(f"{demo_server.api}/customers", json=CUSTOMER, timeout=60).status_code == 201
        assert http.post(f"{demo_server.api}/webhooks/{webhook['id']}/test", timeout=60).ok
        receiver.wait(lambda received: len(received) == 2)
        assert http.delete(f"{demo_server.api}/webhooks/{webhook['id']}", timeout=60).status_code == 204
    assert receiver.faults == []
    return [
        Case(
            one.body, webhook["signingSecret"], int(one.headers["webhook-timestamp"]), one.headers["webhook-id"],
            one.headers["webhook-timestamp"], one.headers["webhook-signature"],
        )
        for one in receiver.received
    ]


def example(code: dict[str, str]) -> Case:
    """The call that the guide shows, with the secret that it gives."""
    head, body = code["http"].rstrip("\n").split("\n\n")
    headers = {name.lower(): value for name, value in (line.split(": ", 1) for line in head.splitlines()[1:])}
    timestamp = headers["webhook-timestamp"]
    return Case(
        body.encode(), "whsec_dm9vcmRldXItZXhhbXBsZS1zZWNyZXQh", int(timestamp), headers["webhook-id"], timestamp,
        headers["webhook-signature"],
    )


@pytest.mark.parametrize("reader", ["en", "nl"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_code_of_the_guide_verifies_webhooks(demo_server, sent, language, reader, tmp_path):
    code = guide(demo_server.base, reader)
    cases = [case for call in [*sent, example(code)] for case in variations(call)]
    done = subprocess.run(
        program(language, code[language], tmp_path), input="".join(case.line() + "\n" for case in cases),
        capture_output=True, text=True, timeout=120, check=False,
    )
    assert done.stderr == ""
    assert done.stdout.split() == ["true" if case.genuine else "false" for case in cases]


def test_each_language_of_the_guide_is_run(demo_server):
    assert set(guide(demo_server.base, "en")) == {"http", "swift", *LANGUAGES}
