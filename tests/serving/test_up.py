"""`hutong up` as somebody starts it: prepare, serve, be killed, come back."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from core.testing.codes import read_codes

HUTONG = str(Path(sys.executable).parent / "hutong")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def port():
    return free_port()


@pytest.fixture
def environment(tmp_path, port):
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL") if name in os.environ}
    return {
        **kept,
        "HUTONG_HOME": str(tmp_path / "home"),
        "PORT": str(port),
        "HUTONG_ARGON2_TIME_COST": "1",
        "HUTONG_ARGON2_MEMORY_KIB": "1024",
    }


@contextmanager
def running(environment, port, *switches, **options):
    command = [HUTONG, "up", *switches]
    process = subprocess.Popen(command, env=environment | options, text=True, stdout=subprocess.PIPE)
    try:
        yield process, wait_for_health(port)
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def wait_for_health(port):
    deadline = time.monotonic() + 30
    while True:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
                return json.load(answer)
        except (urllib.error.URLError, ConnectionError):
            assert time.monotonic() < deadline, "it did not answer within 30 seconds"
            time.sleep(0.1)


def hutong(environment, *arguments):
    command = [HUTONG, *arguments]
    return subprocess.run(command, env=environment, text=True, capture_output=True, timeout=60, check=False)


def test_empty_folder_becomes_a_serving_installation(environment, port):
    with running(environment, port) as (process, health):
        assert health["status"] == "ok"
        process.send_signal(signal.SIGTERM)
        printed, _ = process.communicate(timeout=10)

    assert f"http://127.0.0.1:{port}" in printed
    assert process.returncode == 0


def test_commands_beside_it_give_links_that_work(environment, port):
    beside = {name: value for name, value in environment.items() if name != "PORT"}
    create = ("tenant", "create", "corner", "--template", "laundry", "--owner", "a@b.example", "--json")
    with running(environment, port):
        created = json.loads(hutong(beside, *create).stdout)
        addresses = [created["site_url"], *(link["url"] for link in created["links"])]
        answers = {address: status_of(address) for address in addresses}

    assert len(addresses) > 2
    assert answers == {
        address: 200 for address in addresses if address.startswith(f"http://127.0.0.1:{port}/")
    }


def test_operator_enters_once_by_the_newest_link(environment, port):
    with running(environment, port) as (first, _):
        old = operator_link(first)
    time.sleep(1.5)
    with running(environment, port) as (second, _):
        new = operator_link(second)
        assert [status_of(link) for link in (old, new)] == [404, 200]


def operator_link(process):
    line = next(line for line in process.stdout if "Operator, once" in line)
    return line.split()[-1]


def status_of(url):
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        with error:
            return error.code


def test_killed_in_the_midst_it_comes_back_with_everything(environment, port):
    with running(environment, port) as (process, _):
        hutong(environment, "db", "upgrade")
        process.kill()
    time.sleep(1.5)  # its worker notices that it is alone, and goes

    with running(environment, port) as (_, health):
        assert health["status"] == "ok"
    assert hutong(environment, "db", "upgrade").stdout == "nothing to do\n"


def test_for_phones_nearby_it_prints_a_code(environment, port):
    with running(environment, port, HOST="0.0.0.0") as (process, _):
        process.terminate()
        printed, _ = process.communicate(timeout=10)

    address = next(line for line in printed.splitlines() if "On your network" in line).split()[-1]
    assert address.endswith(f":{port}")
    assert read_codes(photo_of(printed)) == [address]


def photo_of(printed):
    """The half blocks of a terminal with dark ground, as a picture."""
    rows = [line for line in printed.splitlines() if set(line) <= set("█▀▄ \xa0") and line.strip()]
    picture = Image.new("L", (max(map(len, rows)), 2 * len(rows)), 255)
    for y, row in enumerate(rows):
        for x, character in enumerate(row):
            picture.putpixel((x, 2 * y), 255 if character in "█▀" else 0)
            picture.putpixel((x, 2 * y + 1), 255 if character in "█▄" else 0)
    enlarged = BytesIO()
    picture.resize((8 * picture.width, 8 * picture.height)).save(enlarged, "PNG")
    return enlarged.getvalue()


def test_taken_port_is_one_clear_line(environment, port):
    with socket.socket() as other:
        other.bind(("127.0.0.1", port))
        other.listen()
        refused = hutong(environment, "up")

    assert refused.returncode == 1
    assert refused.stderr == (
        f"hutong: cannot listen on 127.0.0.1:{port} (Address already in use); set HOST or PORT\n"
    )


def test_worker_runs_the_jobs_of_a_server_that_runs_none(environment, port):
    apart = environment | {"HUTONG_JOBS": "worker"}
    worker = subprocess.Popen([HUTONG, "worker"], env=apart, stderr=subprocess.DEVNULL)
    try:
        created = hutong(
            apart, "tenant", "create", "corner", "--template", "laundry", "--owner", "a@b.example"
        )
        assert created.returncode == 0
        deadline = time.monotonic() + 20
        while "1 kept" not in hutong(apart, "doctor").stdout:
            assert time.monotonic() < deadline, "the mail to the owner was not delivered"
    finally:
        worker.terminate()
        assert worker.wait(timeout=15) == 0
