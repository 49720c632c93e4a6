"""Static files of the core and of every plugin under ``/-/static/<hash>/…``, one copy for all tenants."""

import gzip
import mimetypes
from functools import lru_cache
from pathlib import Path

from flask import Blueprint, Response, abort, current_app, request, send_file

from core.policy import policy

A_YEAR = 365 * 24 * 3600
TEXTS = frozenset({".css", ".js", ".svg"})

blueprint = Blueprint("static_files", __name__, subdomain="platform")


class StaticFolders:
    """Where static files lie: the core's own folder, and one folder per plugin under its name."""

    def __init__(self, core: Path, plugins: dict[str, Path]) -> None:
        self._core = core
        self._plugins = plugins

    def find(self, path: str) -> Path | None:
        """The file at `path`, or None; never outside its folder."""
        first, _, rest = path.partition("/")
        folder, name = (self._plugins[first], rest) if first in self._plugins else (self._core, path)
        file = (folder / name).resolve()
        return file if file.is_relative_to(folder.resolve()) and file.is_file() else None


@blueprint.get("/-/static/<digest>/<path:path>")
@policy("anyone")
def static_file(digest: str, path: str) -> Response:  # noqa: ARG001 - the digest only makes the address new
    """Serve a static file for a year; an old hash gets the new content, which is never wrong for long."""
    file = current_app.extensions["hutong.static"].find(path)
    if file is None:
        abort(404)
    response = _smaller(file) if _wants_gzip(file) else send_file(file, max_age=A_YEAR)
    response.headers["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
    return response


def _wants_gzip(file: Path) -> bool:
    """Whether to send a text packed. Pages never are: they hold tokens beside what others may write."""
    return file.suffix in TEXTS and request.accept_encodings["gzip"] > 0


def _smaller(file: Path) -> Response:
    response = Response(_packed(file, file.stat().st_mtime_ns), mimetype=mimetypes.types_map[file.suffix])
    response.content_encoding = "gzip"
    response.vary.add("Accept-Encoding")
    return response


@lru_cache(maxsize=256)
def _packed(file: Path, _changed: int) -> bytes:
    return gzip.compress(file.read_bytes(), 9, mtime=0)
