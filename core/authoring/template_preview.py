"""``hutong template preview``: a small server of its own for one template's folder."""

import logging
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from werkzeug.serving import BaseWSGIServer, make_server

from core.authoring.template_stage import stage_of
from core.authoring.template_window import Window
from core.config import Settings

HOST = "127.0.0.1"


@contextmanager
def preview_server(folder: Path, settings: Settings, port: int) -> Iterator[BaseWSGIServer]:
    """A server of the folder's site, not yet serving. All that it kept is gone afterwards."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    with tempfile.TemporaryDirectory(prefix="hutong-preview-") as home:
        stage = stage_of(folder.resolve(), Path(home), settings)
        server = make_server(HOST, port, Window(stage), threaded=True)
        try:
            yield server
        finally:
            server.server_close()


def show_preview(folder: Path, settings: Settings, port: int, tell: Callable[[str], None]) -> None:
    """Serve until Ctrl+C. Raises `OSError` where the port is taken."""
    with preview_server(folder, settings, port) as server:
        tell(f"{folder.name}: http://{HOST}:{server.server_port}/preview/  (Ctrl+C ends it)")
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            tell("gone; nothing was kept")
