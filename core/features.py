"""The core's own features: their blueprints and what they attach to the application."""

from flask import Blueprint, Flask

from core.console.home import blueprint as console_home
from core.console.public import blueprint as public_home
from core.gallery.platform import blueprint as gallery
from core.operator.health import blueprint as health
from core.sharing.public import blueprint as share_links
from core.static_files import blueprint as static_files

FEATURE_BLUEPRINTS: tuple[Blueprint, ...] = (
    static_files,
    health,
    gallery,
    share_links,
    console_home,
    public_home,
)


def init_features(app: Flask) -> None:
    """Let features attach what they need (job handlers, teardown)."""
