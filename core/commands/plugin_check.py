"""``hutong plugin check``: what is missing or wrong in a plugin, with file and line, and how to mend it."""

from importlib.util import find_spec
from pathlib import Path

import click

from core.authoring.plugin_check.checking import check_plugins
from core.authoring.translating import plugin_package
from core.commands.output import as_json, note, say, show_json
from core.plugin_discovery import packages_of_others


@click.command()
@click.argument("plugin", required=False)
@click.option("--files-only", is_flag=True, help="Read the files only; start nothing.")
@as_json
def check(plugin: str | None, files_only: bool, as_json: bool) -> None:
    """Say what is missing or wrong in PLUGIN: a name, or a folder; without one, in every plugin here."""
    packages = [_package_of(plugin)] if plugin else _every_package()
    findings = check_plugins(packages, rehearsing=not files_only)
    if as_json:
        show_json([finding.as_data() for finding in findings])
    else:
        for finding in findings:
            say(str(finding))
    wrong = [finding for finding in findings if finding.weight == "wrong"]
    if wrong:
        raise click.exceptions.Exit(1)
    note(f"{', '.join(package.name for package in packages)}: nothing is wrong")


def _package_of(plugin: str) -> Path:
    """The package of a plugin, by its folder or its name."""
    folder = Path(plugin)
    if folder.is_dir():
        try:
            return plugin_package(folder)
        except LookupError as error:
            raise click.ClickException(str(error)) from error
    known = {_name(package): package for package in _every_package()}
    if plugin not in known:
        raise click.ClickException(f"no plugin is called {plugin!r}; there are: {', '.join(known)}")
    return known[plugin]


def _name(package: Path) -> str:
    return package.name.removeprefix("hutong_")


def _every_package() -> list[Path]:
    """Those of the house, and those that are installed; found without importing them."""
    house = find_spec("plugins")
    places = list(house.submodule_search_locations or ()) if house else []
    found = [path.parent for place in places for path in sorted(Path(place).glob("*/plugin.py"))]
    return found + [package for package, _origin in packages_of_others()]
