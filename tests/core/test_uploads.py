"""Files on their way in: what is sealed never lies on disk, and a slow sender keeps nobody waiting."""

import socket
import tempfile
import time
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import pytest
from flask import request

from core.policy import policy

BIG = 2_000_000
KIND = "multipart/form-data; boundary=x"
HEAD = b'--x\r\nContent-Disposition: form-data; name="parcel"; filename="a"\r\n\r\n'
TAIL = b"\r\n--x--\r\n"


def weigh():
    """Take a file; tell its size and how many files of the temporary folder this process holds open."""
    held = []
    for handle in Path("/proc/self/fd").iterdir():
        try:
            held.append(str(handle.readlink()))
        except OSError:
            continue
    folder, parcel = f"{tempfile.gettempdir()}/", request.files["parcel"]
    size = len(parcel.read())
    parcel.close()
    return {"size": size, "on_disk": sum(name.startswith(folder) for name in held)}


@pytest.fixture
def parcels(app, tenant, tmp_path, monkeypatch):
    """An application with routes of every sort that take a file; gives the address of one."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    for name, promises in (("plain", {}), ("anonymous", {"anonymous": True}), ("sealed", {"sealed": True})):

        def view():
            return weigh()

        view = policy("anyone", **promises)(view)
        app.add_url_rule(f"/parcel/{name}", f"parcel_{name}", view, subdomain="public", methods=["POST"])
    return lambda name: tenant.public(f"/parcel/{name}")


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="tells open files apart by /proc")
@pytest.mark.parametrize(("name", "on_disk"), [("plain", 1), ("anonymous", 0), ("sealed", 0)])
def test_files_for_routes_that_seal_stay_in_memory(visitor, parcels, name, on_disk):
    body = HEAD + bytes(BIG) + TAIL
    answer = visitor.post(
        parcels(name), input_stream=BytesIO(body), content_length=len(body), content_type=KIND
    )

    assert answer.json == {"size": BIG, "on_disk": on_disk}


def test_a_slow_sender_does_not_keep_others_from_writing(app, parcels, serve):
    base = serve(app)
    with socket.create_connection((urlsplit(base).hostname, urlsplit(base).port)) as slow:
        head = (
            f"POST {parcels('plain')} HTTP/1.1\r\nHost: {urlsplit(base).netloc}\r\nContent-Length: 1000\r\n"
        )
        slow.sendall(f"{head}Content-Type: application/x-www-form-urlencoded\r\n\r\na=".encode())
        time.sleep(1)  # until it waits for the rest

        begun = time.monotonic()
        sent = Request(base + parcels("plain"), HEAD + b"hello" + TAIL, {"Content-Type": KIND})
        with urlopen(sent, timeout=20) as answer:
            assert answer.status == 200

        assert time.monotonic() - begun < 10
