"""Huey's threads hear a commit."""

import threading

from core.jobs.consumer import Waker


def test_commit_is_heard_within_seconds(app, add_job, ask, tmp_path):
    done = threading.Event()
    add_job("greet", lambda _payload: done.set())
    waker = Waker(app, tmp_path)
    app.extensions["hutong.jobs"].poke = waker.poke
    consumer = waker.start()
    try:
        ask("greet")
        assert done.wait(timeout=10)
    finally:
        consumer.stop(graceful=True)
        waker.huey.storage.close()
