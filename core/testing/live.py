"""An application on a real port of this machine, for browsers."""

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

import pytest
from flask import Flask
from werkzeug.serving import make_server


@contextmanager
def served(app: Flask, port: int = 0) -> Iterator[str]:
    """Serve `app` from threads and give its address (`http://127.0.0.1:40123`). Port 0 means any free one."""
    app.config["WTF_CSRF_ENABLED"] = True
    server = make_server("127.0.0.1", port, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def serve() -> Iterator[Callable[..., str]]:
    """Gives a function that serves an application until the test ends and returns its address."""
    with ExitStack() as running:
        yield lambda app, port=0: running.enter_context(served(app, port))
