"""Files as a process keeps them: whole or not at all, in a folder or in a bucket, and in little memory."""

import contextlib
import hashlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from urllib.parse import urlsplit

import pytest
import requests

from PythonSupport import databases
from PythonSupport.installation import Installation, free_port
from PythonSupport.large_file import MEGABYTE, head_of_upload, pass_through

REGION = "eu-west-1"


def key_of(installation: Installation) -> dict:
    return {"Authorization": f"Bearer {installation.demo()['portals'][0]['apiKey']}"}


def upload(address, key: dict) -> bytes:
    """The beginning of an upload of two million bytes."""
    return head_of_upload("/v1/files", address.netloc, 2_000_000, key["Authorization"])[0]


def kept(folder) -> list:
    return [path for path in folder.rglob("*") if path.is_file() and path.parent.name != "incoming"]


def arriving(folder) -> list:
    return list((folder / "incoming").glob("*"))


@pytest.mark.parametrize("database", databases.available())
def test_a_kill_in_the_middle_of_uploads_leaves_nothing(database, tmp_path):
    """SIGKILL while eight files are on their way: no row, no half file, and after the next start no leftover."""
    with databases.fresh(database, tmp_path) as url:
        installation = Installation(tmp_path, url)
        key = key_of(installation)
        folder = tmp_path / "var" / "files"
        server = installation.start()
        server.wait_until_ready()
        before = len(requests.get(f"{server.base}/v1/files?per_page=100", headers=key, timeout=10).json()["data"])
        contents = set(kept(folder))
        address = urlsplit(server.base)
        with contextlib.ExitStack() as stack:
            for _ in range(8):
                wire = stack.enter_context(socket.create_connection((address.hostname, address.port), timeout=15))
                head = upload(address, key)
                wire.sendall(head + b"x" * 1_500_000)
            deadline = time.monotonic() + 20
            while sum(path.stat().st_size for path in arriving(folder)) < 8 * 1_300_000:
                assert time.monotonic() < deadline, "the uploads do not arrive on the disk"
                time.sleep(0.05)
            os.kill(server.pid, signal.SIGKILL)
            server.process.wait(20)
        assert len(arriving(folder)) == 8
        assert set(kept(folder)) == contents
        with installation.serving() as server:
            deadline = time.monotonic() + 20
            while arriving(folder):
                assert time.monotonic() < deadline, "what was left behind is not removed"
                time.sleep(0.05)
            listed = requests.get(f"{server.base}/v1/files?per_page=100", headers=key, timeout=10).json()["data"]
            assert len(listed) == before
            assert set(kept(folder)) == contents
            # And the store works.
            sent = requests.post(f"{server.base}/v1/files", headers=key, files={"file": ("a.txt", b"abc")}, timeout=10)
            assert sent.status_code == 201
            assert len(kept(folder)) == len(contents) + 1


def test_a_client_that_goes_away_leaves_nothing(tmp_path):
    installation = Installation(tmp_path)
    key = key_of(installation)
    folder = tmp_path / "var" / "files"
    with installation.serving() as server:
        address = urlsplit(server.base)
        with socket.create_connection((address.hostname, address.port), timeout=15) as wire:
            head = upload(address, key)
            wire.sendall(head + b"x" * 1_500_000)
            deadline = time.monotonic() + 20
            while not arriving(folder):
                assert time.monotonic() < deadline
                time.sleep(0.02)
        deadline = time.monotonic() + 20
        while arriving(folder):
            assert time.monotonic() < deadline, "half an upload stays"
            time.sleep(0.02)


def test_a_large_file_takes_little_memory(tmp_path):
    """As much as VOORDEUR_TEST_LARGE_FILE says (in MB; 256 without it), up and down, in less than 200 MB of memory."""
    size = int(os.environ.get("VOORDEUR_TEST_LARGE_FILE", "256")) * MEGABYTE
    installation = Installation(tmp_path)
    installation.run(
        "portal", "create", "--name", "Large", "--slug", "large", "--owner-email", "owner@large.example", check=True
    )
    passage = pass_through(installation, "large", size, limit=200 * MEGABYTE)
    print(f"{size // MEGABYTE} MB: up {passage.up:.1f} s, down {passage.down:.1f} s, peak {passage.peak:.0f} MB of memory")
    assert passage.peak < 200


# S3


@pytest.fixture(scope="module")
def bucket():
    """A server that speaks S3 and checks signatures, with one bucket and one key."""
    boto3 = pytest.importorskip("boto3")
    port = free_port()
    # The first four calls make the key and the bucket; from then on every call has to be signed.
    environment = {**os.environ, "INITIAL_NO_AUTH_ACTION_COUNT": "4"}
    process = subprocess.Popen(
        [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)], env=environment,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )
    endpoint = f"http://127.0.0.1:{port}"
    try:
        deadline = time.monotonic() + 60
        while True:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                break
            assert time.monotonic() < deadline and process.poll() is None, "moto does not start"
            time.sleep(0.1)
        anybody = dict(
            endpoint_url=endpoint, region_name=REGION, aws_access_key_id="x", aws_secret_access_key="y"
        )
        iam = boto3.client("iam", **anybody)
        iam.create_user(UserName="voordeur")
        made = iam.create_access_key(UserName="voordeur")["AccessKey"]
        policy = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}
        iam.put_user_policy(UserName="voordeur", PolicyName="all", PolicyDocument=json.dumps(policy))
        boto3.client("s3", **anybody).create_bucket(
            Bucket="voordeur-files", CreateBucketConfiguration={"LocationConstraint": REGION}
        )
        own = {**anybody, "aws_access_key_id": made["AccessKeyId"], "aws_secret_access_key": made["SecretAccessKey"]}
        yield port, made["AccessKeyId"], made["SecretAccessKey"], boto3.client("s3", **own)
    finally:
        process.terminate()
        process.wait(20)


def location(bucket) -> dict[str, str]:
    port, identifier, secret, _ = bucket
    return {
        "FILES": f"s3://voordeur-files?endpoint=http://127.0.0.1:{port}&region={REGION}&staging=incoming",
        "FILES_KEY_ID": identifier,
        "FILES_SECRET_KEY": secret,
    }


def test_files_in_a_bucket(bucket, tmp_path):
    """Stored once under their SHA-256, given away whole and in part, in the bucket and nowhere else."""
    s3 = bucket[3]
    installation = Installation(tmp_path, **location(bucket))
    key = key_of(installation)
    content = os.urandom(3_000_000)
    digest = hashlib.sha256(content).hexdigest()
    with installation.serving() as server:
        answers = [
            requests.post(f"{server.base}/v1/files", headers=key, files={"file": (name, content)}, timeout=60)
            for name in ("one.bin", "two.bin")
        ]
        assert [answer.status_code for answer in answers] == [201, 201]
        objects = [item["Key"] for item in s3.list_objects_v2(Bucket="voordeur-files")["Contents"]]
        assert len([name for name in objects if name.startswith(f"{digest}-")]) == 1
        assert not arriving(tmp_path) and not (tmp_path / "var" / "files").exists()
        identifier = answers[1].json()["id"]
        link = requests.get(f"{server.base}/v1/files/{identifier}/download", headers=key, timeout=10).json()["link"]
        whole = requests.get(link, timeout=60)
        assert whole.status_code == 200 and whole.content == content
        part = requests.get(link, headers={"Range": "bytes=1000000-1999999"}, timeout=60)
        assert part.status_code == 206 and part.content == content[1_000_000:2_000_000]
        assert part.headers["Content-Range"] == "bytes 1000000-1999999/3000000"
        # What the bucket has lost is gone.
        for name in objects:
            s3.delete_object(Bucket="voordeur-files", Key=name)
        assert requests.get(link, timeout=60).status_code == 404
    assert bucket[2] not in server.log()
    assert installation.run("doctor").stdout.count("can be kept") == 1


def test_a_bucket_that_refuses_is_a_503(bucket, tmp_path):
    installation = Installation(tmp_path, **location(bucket))
    key = key_of(installation)
    installation.settings["FILES_SECRET_KEY"] = "wrong"
    with installation.serving() as server:
        sent = requests.post(f"{server.base}/v1/files", headers=key, files={"file": ("a.txt", b"abc")}, timeout=60)
        assert sent.status_code == 503 and sent.headers["Retry-After"]
        assert requests.get(f"{server.base}/health/ready", timeout=10).status_code == 200
        assert not arriving(tmp_path / "incoming")
    shown = installation.run("config", check=True).stdout
    assert "wrong" not in shown and re.search(r"FILES_SECRET_KEY\W+•••", shown)
    doctor = installation.run("doctor")
    assert doctor.returncode == 1 and "the file store" in doctor.stdout


def test_a_bucket_needs_its_key(tmp_path):
    done = Installation(tmp_path, FILES="s3://voordeur-files?endpoint=https://s3.example").run("config")
    assert done.returncode == 1
    for name in ("VOORDEUR_FILES_KEY_ID", "VOORDEUR_FILES_SECRET_KEY"):
        assert f"{name} is not set, and VOORDEUR_FILES needs it" in done.stderr
