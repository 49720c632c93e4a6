"""A hundred people write without a name, from known addresses; then everything on disk is searched.

Searched are the files of the installation (database, write-ahead log, queue, media), a backup, what the
server and the jobs printed, the temporary folder, and on PostgreSQL the server's whole data folder.
"""

import gzip
import http.client
import re
import signal
import subprocess
from contextlib import closing, contextmanager
from html import unescape
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, PngImagePlugin
from sqlalchemy import NullPool, create_engine, inspect, select

from core import create_app
from core.config import Settings
from core.database import Base, UtcDateTime, db, writing
from core.tenancy import all_tenants_unsafe, bind_tenant
from core.tenants.queries import tenant_by_slug
from plugins.complaint.queries import boxes
from plugins.complaint.testing import set_up
from tests.serving.test_up import HUTONG, environment, hutong, port, wait_for_health

__all__ = ["environment", "port"]

WRITERS = 100
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
CONTROL = "周师傅自己看"
"""Words of the box itself, which do lie on disk."""
FIVE = re.compile(r'<ol class="five"[^>]*>(.*?)</ol>', re.DOTALL)
AMONG_OTHERS = {"outbox_job"}
NIGHTLY = ("@", "'compaction.rewrite'", "'club.")
"""Rounds of jobs are asked for all day long: their keys name the round (after an @) and nothing else. The
rewrite of the tables comes with the first round of a day, and so do the portions of the club's."""


class Writer:
    """Somebody with an address, a browser, cookies and a past of their own."""

    def __init__(self, number, port):
        self.number, self.port = number, port
        self.address = f"127.77.{number}.{200 - number}"
        self.headers = {
            "User-Agent": f"CanaryBrowser-{number:03d}/7.7",
            "Cookie": f"canary_cookie_{number:03d}=canaryvalue{number:03d}",
            "Referer": f"http://canary-referer-{number:03d}.example/",
            "X-Forwarded-For": f"203.0.113.{number}",
            "Accept-Language": f"en;q=0.{number:03d}",
        }
        self.text = f"CANARYTEXT{number:03d} my coat came back with a hole"
        self.traces = [self.address, *self.headers.values(), self.text, f"canaryphoto{number:03d}"]

    def send(self, path, data=None, **typed):
        """A request of this writer: gives the page, and keeps its hidden fields."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, 30, source_address=(self.address, 0))
        headers = dict(self.headers)
        body = None
        if data is not None:
            body, headers["Content-Type"] = multipart({**data, **typed}, self.number)
            headers["Origin"] = f"http://127.0.0.1:{self.port}"
        connection.request("GET" if data is None else "POST", path, body, headers)
        answer = connection.getresponse()
        page = answer.read().decode()
        assert answer.status == 200, (path, answer.status, page)
        assert answer.getheader("Set-Cookie") is None
        assert "no-store" in answer.getheader("Cache-Control")
        assert answer.getheader("Referrer-Policy") == "no-referrer"
        connection.close()
        self.fields = {name: unescape(value) for name, value in HIDDEN.findall(page)}
        return page


def multipart(fields, number):
    """A form with a photo whose name says who took it."""
    lines = []
    for name, value in fields.items():
        lines.append(f'--canary\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode())
    picture = photo(number)
    head = f'--canary\r\nContent-Disposition: form-data; name="files"; filename="canaryphoto{number:03d}.png"'
    lines += [head.encode(), b"\r\nContent-Type: image/png\r\n\r\n", picture, b"\r\n--canary--\r\n"]
    return b"".join(lines), "multipart/form-data; boundary=canary"


def photo(number):
    """A picture that carries its maker in its metadata."""
    about = PngImagePlugin.PngInfo()
    about.add_text("Author", f"canaryphoto{number:03d}")
    file = BytesIO()
    Image.new("RGB", (64, 48), (number, 2 * number, 90)).save(file, "PNG", pnginfo=about)
    return file.getvalue()


def letter_of(writer, box):
    """The whole way: choose, write, type two words back, come back with the code, say one thing more."""
    writer.send(f"{box}?lang=en")
    writer.send(f"{box}/write?lang=en")
    page = writer.send(f"{box}/write?lang=en", writer.fields, q_topic="missing", q_text=writer.text)
    words = re.findall(
        r"<li>([^<]+)</li>", re.search(r'<ol class="five"[^>]*>(.*?)</ol>', page, re.DOTALL)[1]
    )
    assert len(words) == 5
    talk = box.rpartition("/")[0] + "/talk?lang=en"
    page = writer.send(talk, {"q_words": " ".join(words)})
    assert writer.text in page
    said = {name: writer.fields[name] for name in ("talk", "form_token")}
    page = writer.send(talk, said, step="reply", text=f"{writer.text} again")
    assert f"{writer.text} again" in page


@contextmanager
def server(environment, port, log):
    with log.open("ab") as out:
        process = subprocess.Popen([HUTONG, "up"], env=environment, stdout=out, stderr=out)
        try:
            wait_for_health(port)
            yield process
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(20)


def made_box(environment, home, url):
    """A community whose box takes letters; gives the box's path."""
    create = ("tenant", "create", "corner", "--template", "laundry", "--owner", "a@b.example", "--json")
    made = hutong(environment, *create)
    assert made.returncode == 0, made.stderr
    app = create_app(Settings(home=home, database_url=url, argon2_time_cost=1), ["plugins"])
    with app.app_context(), writing():
        bind_tenant(db.session(), tenant_by_slug("corner").id)
        set_up()
        box = boxes()[0].code
        db.session.commit()
    return app, f"/corner/complaint/{box}"


def rows_of(app):
    """Every row by table: what a dump would show."""
    with app.app_context(), all_tenants_unsafe("a test looks at everything"):
        tables = {mapper.local_table for mapper in Base.registry.mappers}
        return {
            table.name: {repr(tuple(row)) for row in db.session.execute(select(table))} for table in tables
        }


def everything_on_disk(*folders):
    """Each file's bytes, backups unpacked."""
    for folder in folders:
        for path in sorted(Path(folder).rglob("*")):
            if path.is_file():
                raw = path.read_bytes()
                yield path, gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw


@pytest.mark.both_databases
def test_nothing_of_a_hundred_anonymous_writers_is_on_disk(
    environment, port, tmp_path, database_kind, empty_database_url, data_folder
):
    url = empty_database_url if database_kind == "postgresql" else ""
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    home = Path(environment["HUTONG_HOME"])
    environment |= {"TMPDIR": str(temporary)} | ({"HUTONG_DATABASE_URL": url} if url else {})
    log = tmp_path / "server.log"
    writers = [Writer(number, port) for number in range(1, WRITERS + 1)]
    with server(environment, port, log):
        app, box = made_box(environment, home, url)
        before = rows_of(app)
        for writer in writers:
            letter_of(writer, box)
        backup = hutong(environment, "backup")
        assert backup.returncode == 0, backup.stderr
        searched = list(everything_on_disk(home, temporary))
    searched += list(everything_on_disk(home, temporary, *([data_folder] if data_folder else [])))
    searched.append((log, log.read_bytes()))
    assert any(CONTROL.encode() in raw for _path, raw in searched), "what is searched is not what was written"
    after, moments = rows_of(app), moments_in(app, "complaint_")
    with app.app_context():
        db.engine.dispose()

    assert len(after["complaint_case"]) == WRITERS  # what is searched for was really sent
    assert len(after["complaint_message"]) == WRITERS
    found = [
        (path.name, trace)
        for path, raw in searched
        for writer in writers
        for trace in writer.traces
        if trace.encode() in raw
    ]
    assert found == []
    written = {name for name in after if after[name] - before[name]}
    assert {name for name in written - AMONG_OTHERS if not name.startswith("complaint_")} == set()
    assert moments == []
    rounds = after["outbox_job"] - before["outbox_job"]
    assert [row for row in rounds if not any(word in row for word in NIGHTLY)] == []


def moments_in(app, prefix):
    """Values of columns that could tell a time finer than a day, in the tables of a prefix."""
    found = []
    with app.app_context(), all_tenants_unsafe("a test looks at everything"):
        for mapper in Base.registry.mappers:
            columns = [c for c in inspect(mapper).columns if isinstance(c.type, UtcDateTime)]
            if mapper.local_table.name.startswith(prefix) and columns:
                found += [row for row in db.session.execute(select(*columns)) if any(row)]
    return found


@pytest.fixture
def data_folder(database_kind, empty_database_url):
    """Where PostgreSQL keeps everything; nothing on SQLite."""
    if database_kind == "sqlite":
        return None
    with closing(create_engine(empty_database_url, poolclass=NullPool).connect()) as connection:
        return connection.exec_driver_sql("SHOW data_directory").scalar()
