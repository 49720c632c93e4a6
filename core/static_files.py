"""Static files of the core and of every plugin under ``/-/static/<hash>/…``, one copy for all tenants."""

from pathlib import Path

from flask import Blueprint, Response, abort, current_app, send_file

from core.policy import policy

A_YEAR = 365 * 24 * 3600

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
    response = send_file(file, max_age=A_YEAR)
    response.headers["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
    return response
