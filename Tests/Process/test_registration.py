"""The switches for apps that nobody here registered, as an operator turns them."""

import pytest
import requests

from PythonSupport.installation import Installation

METADATA = "/.well-known/oauth-authorization-server"
CLIENT = {
    "redirect_uris": ["http://127.0.0.1/callback"],
    "client_name": "Planner",
    "token_endpoint_auth_method": "none",
    "scope": "customers.read",
}


def authorize(base: str, client_id: str) -> requests.Response:
    query = {
        "response_type": "code", "client_id": client_id, "redirect_uri": "http://127.0.0.1:5000/callback",
        "scope": "customers.read", "code_challenge": "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
        "code_challenge_method": "S256",
    }
    return requests.get(f"{base}/oauth/authorize", params=query, timeout=30, allow_redirects=False)


def test_both_are_off(tmp_path):
    installation = Installation(tmp_path)
    with installation.serving():
        document = requests.get(installation.base + METADATA, timeout=30).json()
        assert "registration_endpoint" not in document
        assert "client_id_metadata_document_supported" not in document
        assert requests.post(installation.base + "/oauth/register", json=CLIENT, timeout=30).status_code == 404


def test_both_are_on(tmp_path):
    installation = Installation(tmp_path, DYNAMIC_REGISTRATION="true", CLIENT_ID_DOCUMENTS="true")
    with installation.serving() as server:
        document = requests.get(installation.base + METADATA, timeout=30).json()
        assert document["client_id_metadata_document_supported"] is True
        answer = requests.post(document["registration_endpoint"], json=CLIENT, timeout=30)
        assert answer.status_code == 201
        client = answer.json()
        token = {"Authorization": f"Bearer {client['registration_access_token']}"}
        assert requests.get(client["registration_client_uri"], headers=token, timeout=30).json() == client
        assert authorize(installation.base, client["client_id"]).status_code == 303
        assert requests.delete(client["registration_client_uri"], headers=token, timeout=30).status_code == 204
        assert authorize(installation.base, client["client_id"]).status_code == 400

        ended = requests.post(document["registration_endpoint"], json=CLIENT, timeout=30).json()["client_id"]
        line = installation.run("app", "list", check=True).stdout
        assert ended in line and "unused" in line and "Planner" in line
        assert installation.run("app", "end", ended, check=True).stdout == "Planner is ended.\n"
        assert authorize(installation.base, ended).status_code == 400
        assert installation.run("app", "list", check=True).stdout == ""
        assert installation.run("app", "end", ended).returncode == 1

        # A name that no name server knows (RFC 2606 §2), and one that leads to this machine.
        for host in ["client.invalid", "app.localhost"]:
            page = authorize(installation.base, f"https://{host}/app.json")
            assert page.status_code == 400
            assert "Location" not in page.headers
        log = server.log()
        assert client["registration_access_token"] not in log
        assert log.count("client document refused") == 2


@pytest.mark.parametrize("name", ["DYNAMIC_REGISTRATION", "CLIENT_ID_DOCUMENTS"])
def test_a_wrong_value_is_told(tmp_path, name):
    done = Installation(tmp_path, **{name: "perhaps"}).run("config")
    assert done.returncode == 1
    assert f"VOORDEUR_{name}" in done.stderr
