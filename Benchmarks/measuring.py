"""One row: what wrk measures, between two measurements of the ceiling."""

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(REPOSITORY / "Tests"))

import requests  # noqa: E402

from PythonSupport.installation import binary, free_port  # noqa: E402

SECONDS = int(os.environ.get("BENCH_SECONDS", "6"))
CONNECTIONS = int(os.environ.get("BENCH_CONNECTIONS", "32"))
LUA = Path(__file__).with_name("row.lua")


def say(text: str) -> None:
    print(f"bench: {text}", file=sys.stderr, flush=True)


@dataclass
class Measurement:
    requests: int
    seconds: float
    p50: float
    p99: float
    refused: int
    broken: int

    @property
    def rate(self) -> float:
        return self.requests / self.seconds if self.seconds > 0 else 0.0

    @property
    def fault(self) -> str | None:
        if self.refused:
            return f"void: {self.refused} answers were not 2xx"
        if self.broken:
            return f"void: {self.broken} connections broke"
        if not self.requests:
            return "void: nothing was answered"
        return None


def wrk(url: str, mode: list[str], headers: dict[str, str], seconds: int) -> Measurement:
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--timeout", "5s", "-s", str(LUA)]
    for name, value in headers.items():
        command += ["-H", f"{name}: {value}"]
    done = subprocess.run(
        [*command, url, "--", *mode], capture_output=True, text=True, timeout=seconds + 60, check=False
    )
    result = re.search(r"^RESULT (.*)$", done.stdout, re.M)
    if not result:
        raise SystemExit(f"bench: wrk failed\n{done.stdout}\n{done.stderr}")
    return Measurement(**json.loads(result.group(1)))


@contextlib.contextmanager
def ceiling_server(size: int):
    """The bare framework with one route of `size` bytes; None when the binary has no such command."""
    port = free_port()
    process = subprocess.Popen(
        [str(binary()), "bench-ceiling", "--listen", f"127.0.0.1:{port}", "--bytes", str(size)],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )
    try:
        url = f"http://127.0.0.1:{port}/"
        for _ in range(500):
            if process.poll() is not None:
                yield None
                return
            with contextlib.suppress(requests.RequestException):
                answer = requests.get(url, timeout=5)
                if answer.status_code != 200 or len(answer.content) != size:
                    raise SystemExit(f"bench: the ceiling answers {answer.status_code} with {len(answer.content)} bytes")
                break
            time.sleep(0.02)
        yield url
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(5)


@dataclass
class Row:
    name: str
    size: int
    measured: Measurement
    before: Measurement | None
    after: Measurement | None

    @property
    def ceiling(self) -> float | None:
        if self.before is None or self.after is None:
            return None
        return (self.before.rate + self.after.rate) / 2

    def cells(self) -> list[str]:
        ceiling = self.ceiling
        shown = f"{ceiling:,.0f}" if ceiling else "–"
        if self.measured.fault:
            return [self.name, f"{self.size:,}", self.measured.fault, "", "", shown, ""]
        return [
            self.name, f"{self.size:,}", f"{self.measured.rate:,.0f}", f"{self.measured.p50:.2f}",
            f"{self.measured.p99:.2f}", shown, f"{self.measured.rate / ceiling:.2f}" if ceiling else "–",
        ]


def measure(name: str, url: str, mode: list[str], headers: dict[str, str], size: int) -> Row:
    """The ceiling, the row, the ceiling."""
    say(f"{name} ({size} bytes)")
    half = max(2, SECONDS // 2)
    with ceiling_server(size) as ceiling:
        before = wrk(ceiling, ["get"], {}, half) if ceiling else None
        measured = wrk(url, mode, headers, SECONDS)
        after = wrk(ceiling, ["get"], {}, half) if ceiling else None
    row = Row(name, size, measured, before, after)
    say("  " + " · ".join(cell for cell in row.cells()[2:] if cell))
    return row
