"""A large file up to a server and down again, in little memory.

The API takes 25 MB at most, so the server is `voordeur bench-files`: the same code without that limit.
"""

import contextlib
import hashlib
import os
import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

import requests

from .installation import Installation, binary

MEGABYTE = 1_048_576
BOUNDARY = "file-boundary"


@dataclass
class Passage:
    """Seconds up and down, the peak of resident memory in MiB, and whether a control group held it down."""

    up: float
    down: float
    peak: float
    is_limited: bool


@contextlib.contextmanager
def memory_limit(process: subprocess.Popen, limit: int):
    """Puts the process under a limit of bytes, if this machine lets us; answers whether it did."""
    for root, name in (("/sys/fs/cgroup/memory", "memory.limit_in_bytes"), ("/sys/fs/cgroup", "memory.max")):
        group = Path(root) / f"voordeur-{process.pid}"
        try:
            group.mkdir()
            (group / name).write_text(str(limit))
            (group / "cgroup.procs").write_text(str(process.pid))
        except OSError:
            with contextlib.suppress(OSError):
                group.rmdir()
            continue
        try:
            yield True
        finally:
            process.kill()
            process.wait(20)
            with contextlib.suppress(OSError):
                group.rmdir()
        return
    yield False


def head_of_upload(path: str, host: str, size: int, authorization: str = "") -> tuple[bytes, bytes]:
    """The beginning and the end of a request that uploads a file of `size` bytes."""
    start = (
        f"--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"half.bin\"\r\n\r\n"
    ).encode()
    end = f"\r\n--{BOUNDARY}--\r\n".encode()
    head = (
        f"POST {path} HTTP/1.1\r\nHost: {host}\r\nAuthorization: {authorization}\r\n"
        f"Content-Type: multipart/form-data; boundary={BOUNDARY}\r\n"
        f"Content-Length: {len(start) + size + len(end)}\r\n\r\n"
    ).encode()
    return head + start, end


def pass_through(installation: Installation, portal: str, size: int, limit: int) -> Passage:
    """Streams `size` bytes (whole megabytes) up by multipart and down again, and compares their SHA-256."""
    block = os.urandom(MEGABYTE)
    expected = hashlib.sha256()
    address = ("127.0.0.1", installation.port)
    process = subprocess.Popen(
        [str(binary()), "bench-files", "--portal", portal], cwd=installation.folder, env=installation.environment
    )
    try:
        with memory_limit(process, limit) as is_limited:
            deadline = time.monotonic() + 60
            while True:
                with contextlib.suppress(OSError), socket.create_connection(address, timeout=1):
                    break
                assert time.monotonic() < deadline and process.poll() is None
                time.sleep(0.05)

            begin = time.monotonic()
            with socket.create_connection(address, timeout=300) as wire:
                head, end = head_of_upload("/files", f"127.0.0.1:{installation.port}", size)
                wire.sendall(head)
                for _ in range(size // MEGABYTE):
                    wire.sendall(block)
                    expected.update(block)
                wire.sendall(end)
                answer = b""
                while b"/download/" not in answer or not answer.split(b"\r\n\r\n", 1)[1]:
                    piece = wire.recv(65536)
                    assert piece, answer
                    answer += piece
            up = time.monotonic() - begin

            begin = time.monotonic()
            received = hashlib.sha256()
            link = answer.split(b"\r\n\r\n", 1)[1].decode()
            with requests.get(link, stream=True, timeout=300) as download:
                assert download.status_code == 200 and int(download.headers["Content-Length"]) == size
                for piece in download.iter_content(MEGABYTE):
                    received.update(piece)
            down = time.monotonic() - begin
            assert received.digest() == expected.digest(), "what came back is not what was sent"

            status = Path(f"/proc/{process.pid}/status").read_text()
            peak = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")) / 1024
            return Passage(up, down, peak, is_limited)
    finally:
        process.kill()
        process.wait(20)
