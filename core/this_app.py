"""The application at work, for what outlives the request or command: threads, fresh contexts."""

from typing import cast

from flask import Flask, current_app


def this_app() -> Flask:
    """The application itself, not its proxy: it is handed to threads and fresh contexts."""
    return cast("Flask", current_app._get_current_object())  # type: ignore[attr-defined]  # noqa: SLF001
