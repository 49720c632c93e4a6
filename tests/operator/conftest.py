"""The same small installation as the gallery's tests."""

from tests.gallery.conftest import plugin_packages, settings, templates_folder

__all__ = ["plugin_packages", "settings", "templates_folder"]
