"""The watcher: one thread of a process that looks once a second at what somebody listens to.

It runs only while somebody does, and ends with the process: `stop` may be called by a signal handler.
"""

import logging
import threading
import time
import uuid
from itertools import count

from flask import Flask, g

from core.database import begin_to_read, db
from core.i18n import speaking
from core.streams.topics import Draw, See, Subject, Topic
from core.tenancy import bind_tenant
from core.tenants.info import TenantInfo
from core.tenants.queries import tenant_by_id

EVERY = 1.0
log = logging.getLogger("hutong.streams")


class FullError(Exception):
    """As many streams are open as this process holds."""


class Streams:
    """The topics and streams of one process."""

    def __init__(self, app: Flask, limit: int) -> None:
        self._app = app
        self._limit = limit
        self._lock = threading.Lock()
        self._topics: dict[Subject, Topic] = {}
        self._open = 0
        self._places = count()
        self._watcher: threading.Thread | None = None
        self._wake = threading.Event()
        self._is_stopping = False

    def join(self, subject: Subject, see: See, draw: Draw, *, who: str = "") -> tuple[Topic, int]:
        """Listen: gives the topic and a place there. `leave` must follow. Raises `FullError`."""
        with self._lock:
            if self._open >= self._limit or self._is_stopping:
                raise FullError
            self._open += 1
            place = next(self._places)
            topic = self._topic(subject, see, draw)
            with topic.changed:
                topic.listeners[place] = who
            return topic, place

    def leave(self, topic: Topic, place: int) -> None:
        """Listen no more; said twice it is said once."""
        with self._lock, topic.changed:
            if topic.listeners.pop(place, None) is not None:
                self._open -= 1

    def poll(self, subject: Subject, see: See, draw: Draw, *, who: str = "") -> Topic:
        """The topic, watched for a while for somebody who asks now and then."""
        with self._lock:
            topic = self._topic(subject, see, draw)
            topic.note_poll(who)
            return topic

    def audience(self, tenant_id: uuid.UUID, name: str) -> int:
        """How many different listeners a topic of a tenant has in this process, in all languages."""
        with self._lock:
            found = [
                topic
                for subject, topic in self._topics.items()
                if (subject.tenant_id, subject.name) == (tenant_id, name)
            ]
        return len(set[str]().union(*(topic.audience() for topic in found)))

    @property
    def open_streams(self) -> int:
        """How many listen at this moment."""
        return self._open

    def stop(self) -> None:
        """End all streams, within a moment; nobody is let in any more. Takes no lock."""
        self._is_stopping = True
        self._wake.set()

    def wait(self, seconds: float) -> None:
        """Until the watcher has ended, after `stop`."""
        watcher = self._watcher
        if watcher is not None:
            watcher.join(seconds)

    def _topic(self, subject: Subject, see: See, draw: Draw) -> Topic:
        topic = self._topics.get(subject)
        if topic is None or topic.has_ended:
            topic = self._topics[subject] = Topic(subject, see, draw)
            self._wake.set()
        if self._watcher is None:
            self._watcher = threading.Thread(target=self._watch, name="streams", daemon=True)
            self._watcher.start()
        return topic

    def _watch(self) -> None:
        begin_to_read()
        while topics := self._wanted():
            began = time.monotonic()
            for topic in topics:
                self._look(topic)
            self._wake.wait(max(EVERY / 5, EVERY - (time.monotonic() - began)))
            self._wake.clear()

    def _wanted(self) -> list[Topic]:
        """What is still listened to; with nothing left the thread ends: the next listener starts another."""
        with self._lock:
            if self._is_stopping:
                for topic in self._topics.values():
                    topic.cut()
                self._topics = {}
            self._topics = {
                subject: topic
                for subject, topic in self._topics.items()
                if not topic.has_ended and topic.is_wanted()
            }
            if not self._topics:
                self._watcher = None
            return list(self._topics.values())

    def _look(self, topic: Topic) -> None:
        try:
            with self._app.app_context():
                _look(topic)
            topic.has_failed = False
        except Exception:
            if not topic.has_failed:  # the database may be away for a while: one line is enough
                log.exception("cannot see %s", topic.subject.name)
            topic.has_failed = True


def _look(topic: Topic) -> None:
    subject = topic.subject
    tenant = tenant_by_id(subject.tenant_id)
    info = TenantInfo.of(tenant, subject.host) if tenant is not None else None
    if info is None or info.is_closed or (subject.plugin and subject.plugin not in info.plugins):
        topic.end()
        return
    g.tenant = info
    bind_tenant(db.session(), info.id)
    with speaking(subject.language):
        seen = topic.see()
        if seen is None:
            topic.end()
        elif seen != topic.seen:
            topic.publish(seen, topic.draw(seen))
