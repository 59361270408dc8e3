"""A mail server on loopback that answers as it is told, and keeps what it is handed."""

import datetime
import ipaddress
import ssl
import threading
import time
from email import message_from_bytes, policy
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


def certificate(folder: Path, *names: str) -> tuple[Path, Path]:
    """A self-signed certificate for these names and addresses, and its key, as PEM files."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Voordeur test")])
    now = datetime.datetime.now(datetime.timezone.utc)
    alternatives = []
    for text in names:
        try:
            alternatives.append(x509.IPAddress(ipaddress.ip_address(text)))
        except ValueError:
            alternatives.append(x509.DNSName(text))
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(alternatives), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "certificate.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    return folder / "certificate.pem", folder / "key.pem"


def context(files: tuple[Path, Path]) -> ssl.SSLContext:
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.load_cert_chain(*files)
    return made


class PostOffice:
    """`answers` are given to the next mails, one each, at DATA; None takes the mail, "cut" breaks the connection."""

    def __init__(
        self,
        files: tuple[Path, Path] | None = None,
        implicit: bool = False,
        login: tuple[str, str] | None = None,
        port: int = 0,
        mechanisms: tuple[str, ...] = ("LOGIN", "PLAIN"),
    ):
        self.mails: list = []
        self.raw: list[bytes] = []
        self.answers: list[str | None] = []
        self.sessions: list[dict] = []
        self.refused_recipients: dict[str, str] = {}
        self._changed = threading.Condition()
        office = self

        class Handler:
            async def handle_RCPT(self, server, session, envelope, address, options):
                if address in office.refused_recipients:
                    return office.refused_recipients[address]
                envelope.rcpt_tos.append(address)
                return "250 OK"

            async def handle_DATA(self, server, session, envelope):
                answer = office.answers.pop(0) if office.answers else None
                if answer == "cut":
                    server.transport.abort()
                    return "250 never heard"
                if answer:
                    return answer
                with office._changed:
                    office.raw.append(envelope.content)
                    office.mails.append(message_from_bytes(envelope.content, policy=policy.default))
                    office.sessions.append(
                        {
                            "tls": session.ssl is not None or implicit,
                            "user": session.auth_data,
                            "from": envelope.mail_from,
                            "to": envelope.rcpt_tos,
                            "hello": session.host_name,
                        }
                    )
                    office._changed.notify_all()
                return "250 taken"

        def authenticate(server, session, envelope, mechanism, data):
            right = isinstance(data, LoginPassword) and (data.login.decode(), data.password.decode()) == login
            return AuthResult(success=right, handled=False, auth_data=mechanism if right else None)

        options = {"hostname": "127.0.0.1", "port": port, "enable_SMTPUTF8": False}
        if login:
            options |= {
                "authenticator": authenticate,
                "auth_required": True,
                "auth_require_tls": files is not None and not implicit,
                "auth_exclude_mechanism": [name for name in ("LOGIN", "PLAIN") if name not in mechanisms],
            }
        if files and implicit:
            options["ssl_context"] = context(files)
        elif files:
            options |= {"tls_context": context(files), "require_starttls": True}

        class Here(Controller):
            def _trigger_server(self):
                # The port is known when the server listens, and not before.
                self.port = self.server.sockets[0].getsockname()[1]
                super()._trigger_server()

        self._controller = Here(Handler(), **options)
        self._controller.start()

    @property
    def port(self) -> int:
        return self._controller.port

    def wait(self, count: int, limit: float = 60) -> list:
        """The mails, as soon as there are so many."""
        with self._changed:
            assert self._changed.wait_for(lambda: len(self.mails) >= count, limit), f"{len(self.mails)} of {count} mails"
            return list(self.mails)

    def stop(self) -> None:
        self._controller.stop()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()


def wait_until(condition, limit: float = 60):
    """What `condition` answers as soon as that is true."""
    end = time.monotonic() + limit
    while time.monotonic() < end:
        if found := condition():
            return found
        time.sleep(0.05)
    raise AssertionError("it did not come to that")


__all__ = ["SMTP", "PostOffice", "certificate", "context", "wait_until"]
