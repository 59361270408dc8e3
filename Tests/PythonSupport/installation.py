"""The program as its operator runs it: one folder, one database, commands, and a server."""

import atexit
import contextlib
import functools
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

import requests

REPOSITORY = Path(__file__).resolve().parents[2]
START_LIMIT = float(os.environ.get("VOORDEUR_TEST_START_LIMIT", "120"))
COMMAND_LIMIT = float(os.environ.get("VOORDEUR_TEST_COMMAND_LIMIT", "120"))
TOKEN = re.compile(r"vdr_(?:key|secret|at|rt|code)_[0-9A-Za-z]{8,}")


def binary() -> Path:
    """The program under test: VOORDEUR_BINARY, or what `swift build` makes."""
    return Path(os.environ.get("VOORDEUR_BINARY", REPOSITORY / ".build" / "debug" / "voordeur"))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Installation:
    """One folder with a configuration in its environment. Relative paths of the program end in the folder."""

    def __init__(self, folder: Path, database: str | None = None, **settings: str):
        self.folder = Path(folder)
        self.port = free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        self.database = database or f"sqlite:{self.folder}/voordeur.db"
        self.settings = {
            "LISTEN": f"127.0.0.1:{self.port}",
            "PUBLIC_URL": self.base,
            "DATABASE_URL": self.database,
            **settings,
        }
        self._demo = None

    @property
    def environment(self) -> dict[str, str]:
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("VOORDEUR_")}
        ours = {f"VOORDEUR_{name}": value for name, value in self.settings.items() if value is not None}
        return {**inherited, **ours}

    @property
    def _stands_on_defaults(self) -> bool:
        """Whether the database, its key and its files are where an installation without settings has them."""
        return self.database == f"sqlite:{self.folder}/voordeur.db" and not {"SECRET_KEY_FILE", "FILES"} & set(self.settings)

    @property
    def sqlite_file(self) -> Path:
        assert self.database.startswith("sqlite:")
        return Path(self.database.removeprefix("sqlite:"))

    def run(self, *arguments: str, check: bool = False, limit: float = COMMAND_LIMIT) -> subprocess.CompletedProcess:
        """Runs one command to its end, with its output in a pipe."""
        done = subprocess.run(
            [str(binary()), *arguments],
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=limit,
            check=False,
        )
        if check and done.returncode != 0:
            raise AssertionError(f"voordeur {' '.join(arguments)}: exit status {done.returncode}\n{done.stderr}")
        return done

    def demo(self) -> dict:
        """The credentials of the demo data, which is made when it is absent: copied, if there is no database yet."""
        if self._demo is None:
            if self._stands_on_defaults and not self.sqlite_file.exists():
                shutil.copytree(_demo_folder(), self.folder, dirs_exist_ok=True)
            self._demo = json.loads(self.run("demo", "--json", check=True).stdout)
        return self._demo

    def mails_to(self, address: str) -> list[str]:
        """The texts of the mails in the outbox for `address`, newest first as far as ids tell."""
        listing = self.run("mail", "list", check=True).stdout
        texts = []
        for line in listing.splitlines():
            if address not in line:
                continue
            named = re.search(r"\b[a-z]{2,4}_[0-9a-z]{10,}\b", line)
            identifier = named.group(0) if named else line.split()[0]
            texts.append((identifier, self.run("mail", "show", identifier, check=True).stdout))
        return [text for _, text in sorted(texts, reverse=True)]

    def start(self, *flags: str) -> "Server":
        return Server(self, *flags)

    @contextlib.contextmanager
    def serving(self, *flags: str):
        """A ready server inside the block; after it, the server has ended by itself on SIGTERM with status 0."""
        server = self.start(*flags)
        try:
            server.wait_until_ready()
            yield server
        except BaseException:
            server.kill()
            print(server.log()[-4000:])
            raise
        status = server.terminate()
        assert status == 0, f"serve ended with status {status} after SIGTERM\n{server.log()[-4000:]}"


@functools.cache
def _demo_folder() -> Path:
    """An installation with the demo data. Made once per run: hashing its passwords takes a debug build ten seconds."""
    folder = Path(tempfile.mkdtemp(prefix="voordeur-demo-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    Installation(folder).run("demo", "--json", check=True)
    return folder


class Server:
    """A running `voordeur serve`. Its output goes to a file, because a full pipe would stop it."""

    def __init__(self, installation: Installation, *flags: str):
        self.installation = installation
        self.base = installation.base
        self.log_file = installation.folder / f"serve-{time.monotonic_ns()}.log"
        with self.log_file.open("wb") as output:
            self.process = subprocess.Popen(
                [str(binary()), "serve", *flags],
                cwd=installation.folder,
                env=installation.environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    @property
    def pid(self) -> int:
        return self.process.pid

    def log(self) -> str:
        return self.log_file.read_text(errors="replace")

    def wait_until_ready(self, limit: float = START_LIMIT) -> float:
        """Waits for `/health/ready` and answers how long that took, in seconds."""
        begin = time.monotonic()
        while time.monotonic() - begin < limit:
            if self.process.poll() is not None:
                raise AssertionError(f"serve ended with status {self.process.returncode}\n{self.log()[-4000:]}")
            with contextlib.suppress(requests.RequestException):
                if requests.get(f"{self.base}/health/ready", timeout=5).status_code == 200:
                    return time.monotonic() - begin
            time.sleep(0.02)
        raise AssertionError(f"serve was not ready within {limit} s\n{self.log()[-4000:]}")

    def terminate(self, limit: float = 40) -> int | None:
        """SIGTERM, then the exit status; None when the server did not go in time and had to be killed."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(limit)
        except subprocess.TimeoutExpired:
            self.kill()
            return None

    def kill(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait(10)

    def memory(self) -> tuple[int, int]:
        """Resident memory now and at its peak, in KiB."""
        status = Path(f"/proc/{self.pid}/status").read_text()
        return tuple(int(re.search(rf"{name}:\s+(\d+)", status).group(1)) for name in ("VmRSS", "VmHWM"))
