"""Huey's threads hear a commit."""

import threading

from core.jobs.consumer import connect_huey, start_consumer


def test_commit_is_heard_within_seconds(app, add_job, ask, tmp_path):
    done = threading.Event()
    add_job("greet", lambda _payload: done.set())
    huey = connect_huey(app, tmp_path)
    consumer = start_consumer(huey)
    try:
        ask("greet")
        assert done.wait(timeout=10)
    finally:
        consumer.stop(graceful=True)
        huey.storage.close()
