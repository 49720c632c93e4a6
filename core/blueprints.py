"""Blueprints of plugins: each belongs to one surface and lies under the plugin's name."""

from flask import Blueprint


class PublicBlueprint(Blueprint):
    """Routes on the public side: ``/<slug>/<plugin>/…``, endpoint ``<plugin>.<view>``."""

    def __init__(self, plugin: str, import_name: str, *, url_prefix: str | None = None) -> None:
        super().__init__(
            plugin,
            import_name,
            subdomain="public",
            url_prefix=f"/{plugin}" if url_prefix is None else url_prefix,
            template_folder="templates",
        )


class ConsoleBlueprint(Blueprint):
    """Routes of the console: ``/console/<slug>/<plugin>/…``, endpoint ``<plugin>_console.<view>``."""

    def __init__(self, plugin: str, import_name: str, *, url_prefix: str | None = None) -> None:
        super().__init__(
            f"{plugin}_console",
            import_name,
            subdomain="console",
            url_prefix=f"/{plugin}" if url_prefix is None else url_prefix,
            template_folder="templates",
        )
