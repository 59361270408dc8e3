"""Delivery of mails over SMTP (contract O71): a real mail server, with TLS, passwords, moods and accidents."""

import re
import shutil
import socket
import sqlite3
import threading

import pytest
import requests

from PythonSupport import databases
from PythonSupport.installation import Installation, free_port
from PythonSupport.post_office import PostOffice, certificate, wait_until

PASSWORD = "geheim: 7351/@%"
ENCODED = "geheim%3A%207351%2F%40%25"
SENDER = "Voordeur Größe <post@portaal.example>"


def make_mail(installation: Installation, number: int = 1) -> str:
    """Writes one mail into the outbox, and answers its recipient."""
    recipient = f"owner{number}@portaal.example"
    installation.run(
        "portal", "create", "--name", f"Café {number}", "--slug", f"cafe-{number}", "--owner-email", recipient, check=True
    )
    return recipient


def state(installation: Installation, recipient: str) -> str:
    listing = installation.run("mail", "list", check=True).stdout
    return next(line for line in listing.splitlines() if f" {recipient} " in line)


def identifier(installation: Installation, recipient: str) -> str:
    return state(installation, recipient).split()[0]


def with_mail(folder, url: str, **settings) -> Installation:
    return Installation(folder, SMTP_URL=url, MAIL_FROM=SENDER, **settings)


def hurry(installation: Installation) -> None:
    """Makes every mail due now: nobody waits for a pause."""
    with sqlite3.connect(installation.sqlite_file, timeout=10) as database:
        database.execute("UPDATE mails SET next_attempt_at = 0 WHERE next_attempt_at IS NOT NULL AND claim IS NULL")


def test_a_mail_arrives_whole(tmp_path):
    with PostOffice() as office:
        installation = with_mail(tmp_path, f"smtp://127.0.0.1:{office.port}")
        recipient = make_mail(installation)
        shown = installation.mails_to(recipient)[0]
        with installation.serving() as server:
            (mail,) = office.wait(1)
            line = wait_until(lambda: " sent " in state(installation, recipient) and state(installation, recipient))
            metrics = requests.get(f"{installation.base}/metrics", timeout=10).text
            log = server.log()
    assert mail["To"] == recipient
    assert mail["From"].addresses[0].addr_spec == "post@portaal.example"
    assert mail["From"].addresses[0].display_name == "Voordeur Größe"
    assert "Café 1" in mail["Subject"] and "Café" not in office.raw[0].split(b"\r\n\r\n")[0].decode("ascii")
    assert mail["Message-ID"] == f"<{line.split()[0]}@portaal.example>"
    assert mail["Date"].datetime.tzinfo is not None
    body = mail.get_content().replace("\r\n", "\n")
    assert body == shown.split("\n\n", 1)[1], "what is sent is what the operator was shown"
    assert all(len(line) <= 78 for line in office.raw[0].split(b"\r\n"))
    assert office.sessions[0]["from"] == "post@portaal.example"
    assert office.sessions[0]["to"] == [recipient]
    assert 'voordeur_mails_total{result="sent"} 1' in metrics
    assert "voordeur_mails_waiting 0" in metrics
    link = re.search(r"token=(\S+)", body).group(1)
    assert link not in log


@pytest.mark.parametrize("mechanism", ["PLAIN", "LOGIN"])
@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
def test_tls_and_password(tmp_path, scheme, mechanism):
    files = certificate(tmp_path / "tls", "127.0.0.1")
    office = PostOffice(files, implicit=scheme == "smtps", login=("post", PASSWORD), mechanisms=(mechanism,))
    with office:
        installation = with_mail(
            tmp_path, f"{scheme}://post:{ENCODED}@127.0.0.1:{office.port}", SMTP_CA_FILE=str(files[0])
        )
        make_mail(installation)
        checked = installation.run("doctor")
        assert re.search(r"✓ mail: .*over TLS, user and password are accepted", checked.stdout), checked.stdout
        assert office.mails == [], "the doctor sends nothing"
        with installation.serving() as server:
            office.wait(1)
            log = server.log()
    assert office.sessions[0]["tls"]
    assert office.sessions[0]["user"] == mechanism
    assert PASSWORD not in checked.stdout + log and ENCODED not in checked.stdout + log


def test_a_certificate_that_nobody_vouches_for_is_refused(tmp_path):
    files = certificate(tmp_path / "tls", "127.0.0.1")
    other = certificate(tmp_path / "other", "127.0.0.1")
    wrong_name = certificate(tmp_path / "name", "mail.example")
    for served, trusted in ((files, None), (files, other[0]), (wrong_name, wrong_name[0])):
        for implicit in (False, True):
            with PostOffice(served, implicit=implicit) as office:
                scheme = "smtps" if implicit else "smtp"
                installation = with_mail(
                    tmp_path, f"{scheme}://127.0.0.1:{office.port}", SMTP_CA_FILE=trusted and str(trusted)
                )
                installation.run("migrate", check=True)
                done = installation.run("doctor")
                assert done.returncode == 1
                assert re.search("✗ mail: .*certificate", done.stdout), done.stdout


def test_wrong_password_keeps_the_mail(tmp_path):
    files = certificate(tmp_path / "tls", "127.0.0.1")
    with PostOffice(files, login=("post", PASSWORD)) as office:
        installation = with_mail(
            tmp_path, f"smtp://post:wrong-one@127.0.0.1:{office.port}", SMTP_CA_FILE=str(files[0])
        )
        recipient = make_mail(installation)
        done = installation.run("doctor")
        assert done.returncode == 1 and "refuses user and password (535)" in done.stdout
        with installation.serving() as server:
            wait_until(lambda: "refuses user and password" in state(installation, recipient))
            assert " waiting " in state(installation, recipient)
            assert "wrong-one" not in server.log()
        assert office.mails == []


def test_later_then_sent(tmp_path):
    with PostOffice() as office:
        office.answers = ["451 4.7.1 come back later", None]
        installation = with_mail(tmp_path, f"smtp://127.0.0.1:{office.port}")
        recipient = make_mail(installation)
        with installation.serving():
            wait_until(lambda: "451 4.7.1 come back later" in state(installation, recipient))
            assert " waiting " in state(installation, recipient) and "1 attempt:" in state(installation, recipient)
            shown = installation.run("mail", "show", identifier(installation, recipient), check=True).stdout
            assert re.search(r"Next attempt: 20\d\d-", shown) and "Attempts: 1" in shown
            assert office.mails == []
            installation.run("mail", "retry", identifier(installation, recipient), check=True)
            office.wait(1)
            wait_until(lambda: " sent " in state(installation, recipient))
        assert len(office.mails) == 1


@pytest.mark.parametrize("at", ["recipient", "text"])
def test_refused_for_good_until_the_operator_says_otherwise(tmp_path, at):
    with PostOffice() as office:
        installation = with_mail(tmp_path, f"smtp://127.0.0.1:{office.port}")
        recipient = make_mail(installation)
        neighbour = make_mail(installation, 2)
        if at == "recipient":
            office.refused_recipients = {recipient: "550 5.1.1 nobody here"}
        else:
            office.answers = ["554 5.1.1 nobody here"]
        with installation.serving():
            wait_until(lambda: " failed " in state(installation, recipient))
            assert "5.1.1 nobody here" in state(installation, recipient)
            office.wait(1)
            assert office.mails[0]["To"] == neighbour, "the next mail goes over the same connection"
            office.refused_recipients = {}
            done = installation.run("mail", "retry", identifier(installation, recipient), check=True)
            assert "due again" in done.stdout
            assert office.wait(2)[1]["To"] == recipient
            wait_until(lambda: " sent " in state(installation, recipient))
            again = installation.run("mail", "retry", identifier(installation, recipient))
            assert again.returncode == 1 and "was sent" in again.stderr


def test_a_connection_that_is_cut_in_the_middle(tmp_path):
    with PostOffice() as office:
        office.answers = ["cut", None]
        installation = with_mail(tmp_path, f"smtp://127.0.0.1:{office.port}")
        recipient = make_mail(installation)
        with installation.serving():
            wait_until(lambda: "closed the connection" in state(installation, recipient) or "broke" in state(installation, recipient))
            hurry(installation)
            office.wait(1)
            wait_until(lambda: " sent " in state(installation, recipient))


def test_a_mail_server_that_is_away_and_comes_back(tmp_path):
    port = free_port()
    installation = with_mail(tmp_path, f"smtp://127.0.0.1:{port}")
    recipients = [make_mail(installation, number) for number in (1, 2, 3)]
    assert installation.run("doctor").returncode == 1
    with installation.serving() as server:
        for recipient in recipients:
            wait_until(lambda recipient=recipient: "cannot be reached" in state(installation, recipient))
        assert server.log().count("the mail server is in trouble") == 1, "one look for all three"
        with PostOffice(port=port) as office:
            hurry(installation)
            office.wait(3)
            wait_until(lambda: all(" sent " in state(installation, recipient) for recipient in recipients))


def test_what_does_not_speak_smtp(tmp_path):
    """Silence, HTTP, lines without end, and an answer hidden before TLS: trouble each, and the server stops in time."""

    def serve(listener: socket.socket, talk):
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with connection:
                try:
                    talk(connection)
                except OSError:
                    pass

    def web(connection):
        connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

    def endless(connection):
        while True:
            connection.sendall(b"220-" + b"a" * 65_536)

    def injected(connection):
        connection.sendall(b"220 x\r\n")
        connection.recv(4096)
        connection.sendall(b"250-x\r\n250 STARTTLS\r\n")
        connection.recv(4096)
        connection.sendall(b"220 go\r\n250-x\r\n250 AUTH PLAIN\r\n")
        connection.recv(4096)

    def answered_before(connection):
        connection.sendall(b"220 x\r\n")
        heard.append(connection.recv(4096))
        connection.sendall(b"250-x\r\n250 STARTTLS\r\n220 go\r\n")
        while data := connection.recv(4096):
            heard.append(data)
            connection.sendall(b"250-x\r\n250 AUTH PLAIN\r\n")

    heard = []
    for talk in (web, endless, injected, answered_before):
        with socket.socket() as listener:
            listener.bind(("127.0.0.1", 0))
            listener.listen()
            threading.Thread(target=serve, args=(listener, talk), daemon=True).start()
            installation = with_mail(tmp_path, f"smtp://post:{ENCODED}@127.0.0.1:{listener.getsockname()[1]}")
            installation.run("migrate", check=True)
            done = installation.run("doctor", limit=30)
            assert done.returncode == 1
            assert "✗ mail" in done.stdout and "does not speak SMTP" in done.stdout, (talk.__name__, done.stdout)
            listener.shutdown(socket.SHUT_RDWR)
    assert heard and b"AUTH" not in b"".join(heard), "spoken in the clear after a TLS that never was"


def test_a_password_is_not_sent_in_the_clear_to_another_machine(tmp_path):
    own = next(
        (info[4][0] for info in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET) if not info[4][0].startswith("127.")),
        None,
    )
    if own is None:
        pytest.skip("this machine has no address but loopback")
    heard = []

    def talk(listener):
        connection, _ = listener.accept()
        with connection:
            connection.sendall(b"220 x\r\n")
            while data := connection.recv(4096):
                heard.append(data)
                connection.sendall(b"250-x\r\n250 AUTH PLAIN LOGIN\r\n")

    with socket.socket() as listener:
        listener.bind((own, 0))
        listener.listen()
        threading.Thread(target=talk, args=(listener,), daemon=True).start()
        installation = with_mail(tmp_path, f"smtp://post:{ENCODED}@{own}:{listener.getsockname()[1]}")
        installation.run("migrate", check=True)
        done = installation.run("doctor")
    assert done.returncode == 1 and "not sent in the clear" in done.stdout
    assert b"AUTH" not in b"".join(heard)


def test_a_killed_server_sends_what_is_left_once_it_is_back(tmp_path):
    with PostOffice() as office:
        installation = with_mail(tmp_path, f"smtp://127.0.0.1:{office.port}")
        recipients = [make_mail(installation, number) for number in range(1, 4)]
        office.answers = ["451 later"] * 3
        server = installation.start()
        try:
            server.wait_until_ready()
            wait_until(lambda: office.answers == [] and all("451" in state(installation, one) for one in recipients))
        finally:
            server.kill()
        hurry(installation)
        with installation.serving():
            mails = office.wait(3)
            wait_until(lambda: all(" sent " in state(installation, one) for one in recipients))
        assert sorted(mail["To"] for mail in mails) == recipients


def test_two_nodes_send_each_mail_once(tmp_path):
    if "postgres" not in databases.available():
        pytest.skip("two nodes need PostgreSQL")
    with databases.fresh("postgres", tmp_path) as url, PostOffice() as office:
        settings = {"SMTP_URL": f"smtp://127.0.0.1:{office.port}", "MAIL_FROM": SENDER}
        folders = [tmp_path / "one", tmp_path / "two"]
        for folder in folders:
            folder.mkdir()
        first = Installation(folders[0], url, **settings)
        recipients = [make_mail(first, number) for number in range(1, 9)]
        with first.serving():
            shutil.copytree(folders[0] / "var", folders[1] / "var")
            second = Installation(folders[1], url, **settings)
            with second.serving():
                recipients += [make_mail(first, number) for number in range(9, 13)]
                office.wait(12)
                wait_until(lambda: all(" sent " in state(first, recipient) for recipient in recipients))
        assert sorted(mail["To"] for mail in office.mails) == sorted(recipients)


def test_without_smtp_mails_wait(tmp_path):
    installation = Installation(tmp_path)
    recipient = make_mail(installation)
    with installation.serving():
        assert " waiting " in state(installation, recipient)
        assert "voordeur_mails_waiting 1" in requests.get(f"{installation.base}/metrics", timeout=10).text
    done = installation.run("mail", "retry", identifier(installation, recipient), check=True)
    assert "SMTP_URL" in done.stdout
    assert installation.run("mail", "retry", "mail_00000000000000000000").returncode == 1


@pytest.mark.parametrize(
    ("settings", "names"),
    [
        ({"SMTP_URL": "mail.example:25", "MAIL_FROM": "post@x.example"}, ["SMTP_URL"]),
        ({"SMTP_URL": "smtp://mail.example"}, ["MAIL_FROM", "SMTP_URL needs it"]),
        ({"SMTP_URL": "smtp://mail.example", "MAIL_FROM": "post"}, ["MAIL_FROM"]),
        ({"SMTP_URL": f"smtp://u:{PASSWORD}@", "MAIL_FROM": "post@x.example"}, ["SMTP_URL"]),
        ({"SMTP_URL": "smtp://mail.example", "MAIL_FROM": "post@x.example", "SMTP_CA_FILE": "away.pem"}, ["SMTP_CA_FILE"]),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_faults_of_the_settings(tmp_path, settings, names):
    done = Installation(tmp_path, **settings).run("serve", limit=30)
    assert done.returncode == 1
    for name in names:
        assert name in done.stderr
    assert "geheim" not in done.stderr
