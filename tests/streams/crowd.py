"""A full room, measured: 500 phones load the page, listen, and vote in one moment, through gunicorn.

    python -m tests.streams.crowd [phones] [sqlite|postgresql]

Prints how long votes take, when the last listener has seen the last vote, what memory the server takes, and
how many connections to the database are in use while everybody waits.
"""

import asyncio
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

import psutil
from sqlalchemy import create_engine, text

from core import Settings, create_app
from core.database import Base, db, writing
from core.tenancy import bind_tenant
from core.tenants.models import Plan
from core.tenants.operations import create_tenant
from core.testing.databases import databases_of
from plugins.meeting.floor import ask_question
from plugins.meeting.live_phones import Phone
from plugins.meeting.testing import make_meeting
from tests.races.conftest import GUNICORN, _await as await_answer
from tests.serving.test_up import free_port

ROUNDS = 120
IN_USE = {
    "postgresql": "connections in use",
    "sqlite": "files of the database open (SQLite closes them late)",
}
POLL = 5


def furnish(settings):
    """A tenant with a meeting and one question; gives the room's path and the question's id."""
    app = create_app(settings)
    with app.app_context(), writing():
        Base.metadata.create_all(db.engine)
        db.session.add(Plan(name="free", title={"en": "Free"}, description={}, seats=50, is_default=True))
        db.session.commit()
        tenant = create_tenant(slug="hall", name={"en": "Hall"}, languages=["en"])
        tenant.plugins = ["meeting"]
        db.session.commit()
        bind_tenant(db.session(), tenant.id)
        meeting = make_meeting()
        question = ask_question(meeting, phone=Phone("first"), text="Why now?", nonce="first")
        db.session.commit()
        found = f"/hall/meeting/{meeting.code}/live", str(question.id)
        db.session.remove()
        db.engine.dispose()
    return found


class Client:
    """One phone: a connection for each request, and one for the stream."""

    def __init__(self, port, path, number):
        self.port, self.path, self.number = port, path, number
        self.cookie = self.token = ""
        self.is_streaming, self.seen_at = False, 0.0

    async def ask(self, method, path, body="", accept="text/html"):
        """Status, head and text of one answer."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        head = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nConnection: close\r\n"
        head += f"Accept: {accept}\r\n"
        if self.cookie:
            head += f"Cookie: {self.cookie}\r\n"
        if body:
            head += f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
            head += "X-Requested-With: live\r\n"
        writer.write(f"{head}\r\n{body}".encode())
        await writer.drain()
        answer = (await reader.read()).decode(errors="replace")
        writer.close()
        return int(answer.split(" ", 2)[1]), answer

    async def enter(self):
        began = time.monotonic()
        status, page = await self.ask("GET", self.path)
        assert status == 200, page[:200]
        self.cookie = re.search(r"Set-Cookie: (meeting_phone=[^;]+)", page).group(1)
        self.token = re.search(r'name="form_token" value="([^"]+)"', page).group(1)
        return time.monotonic() - began

    async def listen(self, final, opened):
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port, limit=1 << 20)
        writer.write(
            f"GET {self.path}/now HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nAccept: text/event-stream\r\n"
            f"Cookie: {self.cookie}\r\n\r\n".encode()
        )
        status = int((await reader.readline()).split()[1])
        self.is_streaming = status == 200
        opened.release()
        if not self.is_streaming:
            writer.close()
            await self.poll(final)
            return
        while final not in (await reader.readline()).decode():
            pass
        self.seen_at = time.monotonic()
        writer.close()

    async def poll(self, final):
        await asyncio.sleep(POLL * self.number / 500)
        while True:
            _status, answer = await self.ask("GET", f"{self.path}/now", accept="application/json")
            if final.replace("/", "\\/") in answer or final in answer:
                break
            await asyncio.sleep(POLL)
        self.seen_at = time.monotonic()

    async def vote(self, question):
        began = time.monotonic()
        status, answer = await self.ask(
            "POST", f"{self.path}/vote", f"form_token={self.token}&vote={question}"
        )
        assert status == 200, answer[:300]
        return time.monotonic() - began


def spread(times):
    ordered = sorted(times)
    p99 = ordered[int(len(ordered) * 0.99) - 1]
    return f"p50 {median(ordered) * 1000:.0f} ms, p99 {p99 * 1000:.0f} ms, worst {ordered[-1] * 1000:.0f} ms"


async def room(port, path, question, phones, server, in_use, kind):
    clients = [Client(port, path, number) for number in range(phones)]
    before = memory(server)
    print(f"page, {phones} at once: {spread(await asyncio.gather(*(one.enter() for one in clients)))}")
    opened = asyncio.Semaphore(0)
    final = f"<b>{phones}</b>"
    listening = [asyncio.create_task(one.listen(final, opened)) for one in clients]
    for _ in clients:
        await opened.acquire()
    await asyncio.sleep(6)
    streams = sum(one.is_streaming for one in clients)
    busy = [in_use() for _ in range(20) if await asyncio.sleep(0.1) is None]
    print(f"{streams} streams, {phones - streams} poll; {IN_USE[kind]} while they wait: {max(busy)} at most")
    print(f"memory: {before} MB before, {memory(server)} MB with them")
    began, worked = time.monotonic(), processor_time(server)
    print(f"vote, {phones} at once: {spread(await asyncio.gather(*(one.vote(question) for one in clients)))}")
    voted = time.monotonic()
    print(f"all votes counted after {voted - began:.1f} s")
    print(f"{(processor_time(server) - worked) / phones * 1000:.1f} ms of the processor for each vote")
    await asyncio.wait_for(asyncio.gather(*listening), ROUNDS)
    for name, chosen in (("streams", True), ("pollers", False)):
        seen = [one.seen_at - voted for one in clients if one.is_streaming is chosen]
        if seen:
            print(f"last vote seen by all {name} {max(seen):.1f} s after the last answer")


def processor_time(server):
    """Seconds that the server and its worker have worked, which others on the machine hardly change."""
    times = [one.cpu_times() for one in (server, *server.children(recursive=True))]
    return sum(one.user + one.system for one in times)


def memory(server):
    """Megabytes of the server and its worker, each shared page counted once."""
    processes = [server, *server.children(recursive=True)]
    return round(sum(one.memory_full_info().pss for one in processes) / 1e6)


def connections(server, url):
    """How many connections are in a transaction, as PostgreSQL says; of SQLite how often its file is open."""
    if url.startswith("postgresql"):
        engine = create_engine(url)
        query = text(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid() AND state <> 'idle'"
        )

        def count():
            with engine.connect() as connection:
                return connection.execute(query).scalar_one()

        return count
    return lambda: sum(
        file.path.endswith(".db")
        for process in (server, *server.children(recursive=True))
        for file in process.open_files()
        if "jobs" not in file.path
    )


def main():
    phones = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    kind = sys.argv[2] if len(sys.argv) > 2 else "sqlite"
    folder = Path(tempfile.mkdtemp(prefix="hutong-crowd-"))
    databases = databases_of(kind)
    url = databases.create(folder)
    settings = Settings(home=folder, database_url=url, secret_key="measured, never used", jobs="manual")
    path, question = furnish(settings)
    port = free_port()
    environment = {
        **{name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ},
        "HUTONG_HOME": str(folder),
        "HUTONG_DATABASE_URL": url,
        "HUTONG_SECRET_KEY": settings.secret_key,
        "HUTONG_JOBS": "manual",
        "PORT": str(port),
    }
    process = subprocess.Popen([sys.executable, "-c", GUNICORN], env=environment)
    server = psutil.Process(process.pid)
    try:
        await_answer(port)
        print(f"{kind}, {phones} phones, load of the machine {os.getloadavg()[0]:.0f}")
        asyncio.run(room(port, path, question, phones, server, connections(server, url), kind))
    finally:
        began = time.monotonic()
        process.terminate()
        process.wait(20)
        print(f"ended {time.monotonic() - began:.1f} s after SIGTERM")


if __name__ == "__main__":
    main()
