"""The composition root: the application with the first-party plugins."""

from core import Settings, create_app

app = create_app(Settings(), plugin_packages=["plugins"])
