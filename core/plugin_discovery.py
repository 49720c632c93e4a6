"""Where plugins come from: the packages of the house, and distributions of others by their entry points."""

import importlib
import pkgutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import EntryPoint, PackageNotFoundError, entry_points, version
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

from core.plugin_rules import PluginError

ENTRY_POINT_GROUP = "hutong.plugins"
WITHOUT_OTHERS = "to start without tools of others: hutong up --safe"


@dataclass(frozen=True, slots=True)
class Origin:
    """What a plugin was installed with. `distribution` is empty for those of the house."""

    version: str = ""
    distribution: str = ""

    def blame(self, text: str) -> str:
        """`text`, with what an operator needs who did not write the plugin."""
        if not self.distribution or WITHOUT_OTHERS in text:
            return text
        return f"{text} (installed with {self.distribution} {self.version}; {WITHOUT_OTHERS})"


def plugins_of_the_house(packages: Iterable[str]) -> Iterator[tuple[ModuleType, Origin]]:
    """The module ``plugin`` of each package inside `packages`."""
    origin = Origin(_version_of_house())
    for package in packages:
        parent = importlib.import_module(package)
        for info in sorted(pkgutil.iter_modules(parent.__path__), key=lambda info: info.name):
            if info.ispkg and info.name != "tests":
                yield importlib.import_module(f"{package}.{info.name}.plugin"), origin


def plugins_of_others() -> Iterator[tuple[ModuleType, Origin]]:
    """What the entry points lead to. Raises `PluginError` for a module that cannot be imported."""
    for point in sorted(entry_points(group=ENTRY_POINT_GROUP), key=lambda point: point.name):
        origin = _origin_of(point)
        yield _imported(point, origin), origin


def names_of_others() -> list[str]:
    """What entry points are called; nothing is imported."""
    return sorted(point.name for point in entry_points(group=ENTRY_POINT_GROUP))


def packages_of_others() -> Iterator[tuple[Path, Origin]]:
    """The folders that the entry points lead to; nothing in them is imported yet.

    Raises `PluginError` for an entry point that leads to a single module, which has no folder.
    """
    for point in sorted(entry_points(group=ENTRY_POINT_GROUP), key=lambda point: point.name):
        package = point.module.rpartition(".")[0] or point.module
        spec = find_spec(package) if "." not in package else None
        if spec is None:
            continue  # that it cannot be imported is said when it is imported
        folders, origin = spec.submodule_search_locations, _origin_of(point)
        if folders is None:
            fault = f"the plugin {point.name!r} is the single module {package}, not a package with plugin.py"
            raise PluginError(
                origin.blame(f"{fault}. Make it {package}/plugin.py, and let the entry point lead there")
            )
        yield from ((Path(folder), origin) for folder in [*folders][:1])


def _imported(point: EntryPoint, origin: Origin) -> ModuleType:
    try:
        module: ModuleType = point.load()
    except (Exception, SystemExit) as error:
        fault = f"{type(error).__name__}: {' '.join(str(error).split())}"
        msg = origin.blame(f"the plugin {point.name!r} cannot be imported from {point.value}: {fault[:500]}")
        raise PluginError(msg) from error
    return module


def _origin_of(point: EntryPoint) -> Origin:
    if point.dist is None:
        return Origin(distribution=point.module)
    return Origin(point.dist.version, point.dist.name)


def _version_of_house() -> str:
    try:
        return version("hutong")
    except PackageNotFoundError:
        return ""
