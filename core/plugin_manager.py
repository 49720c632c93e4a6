"""The plugin engine: discover → validate → register → check, then call with faults contained."""

import importlib
import logging
import pkgutil
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from importlib.metadata import entry_points
from types import ModuleType
from typing import TYPE_CHECKING, Any

import pluggy
from flask import current_app
from sqlalchemy.orm import Session

from core.database import db
from core.hookspecs import NAMESPACE, AppHooks, TenantHooks
from core.plugin_rules import PluginError, check_manifest
from core.plugin_types import Manifest, checked_result

if TYPE_CHECKING:
    from core.tenants.info import TenantInfo

ENTRY_POINT_GROUP = "hutong.plugins"
SLOW_SECONDS = 0.5
"""A hook slower than this is a counted fault: work that takes long is a job."""

log = logging.getLogger("hutong.plugins")


class PluginEngine:
    """Holds the registered plugins of one application and calls their hooks one by one."""

    def __init__(self) -> None:
        self._manager = pluggy.PluginManager(NAMESPACE)
        self._manager.add_hookspecs(AppHooks)
        self._manager.add_hookspecs(TenantHooks)
        self.manifests: dict[str, Manifest] = {}
        self.faults: Counter[tuple[str, str]] = Counter()

    def load(self, packages: Iterable[str]) -> None:
        """Discover and register the plugins of `packages` and of the entry-point group.

        Raises `PluginError` for a plugin that breaks the engine's rules or implements an unknown hook.
        """
        for module in [*_modules_in(packages), *_installed_modules()]:
            self.register(module)
        try:
            self._manager.check_pending()
        except pluggy.PluginValidationError as error:
            raise PluginError(str(error)) from error

    def register(self, module: Any) -> None:
        """Register one plugin: a module or object with hook implementations. Raises `PluginError`."""
        if not hasattr(module, "manifest"):
            msg = f"{module!r} has no manifest hook"
            raise PluginError(msg)
        manifest = module.manifest()
        check_manifest(manifest, taken=self.manifests)
        try:
            self._manager.register(module, name=manifest.name)
        except pluggy.PluginValidationError as error:
            raise PluginError(str(error)) from error
        self.manifests[manifest.name] = manifest

    @property
    def names(self) -> list[str]:
        """Names of the registered plugins in the order they are shown and called."""
        return sorted(self.manifests, key=lambda name: (self.manifests[name].order, name))

    def module(self, name: str) -> Any:
        """The module that was registered under `name`."""
        return self._manager.get_plugin(name)

    def app(self, hook: str, **arguments: Any) -> list[tuple[str, Any]]:
        """Call an `AppHooks` hook on every plugin; gives ``(plugin, result)``. Faults are raised."""
        return [(name, call()) for name, call in self._calls(hook, set(self.manifests), arguments)]

    def app_of(self, plugin: str, hook: str, **arguments: Any) -> Any:
        """Call an `AppHooks` hook on one plugin; None where it does not implement it."""
        return next((call() for _, call in self._calls(hook, {plugin}, arguments)), None)

    def gather(self, tenant: "TenantInfo", hook: str, **arguments: Any) -> list[tuple[str, Any]]:
        """Call a `TenantHooks` hook on the tenant's plugins; one that fails is logged and left out."""
        arguments["tenant"] = tenant
        found = []
        for name, call in self._calls(hook, tenant.plugins, arguments):
            with self._contained(name, hook):
                result = checked_result(hook, call())
                if result is not None:
                    found.append((name, result))
        return found

    def gather_items(self, tenant: "TenantInfo", hook: str, **arguments: Any) -> list[Any]:
        """`gather` for hooks that give several things each: all of them in one list."""
        return [item for _, items in self.gather(tenant, hook, **arguments) for item in items]

    def first(
        self,
        tenant: "TenantInfo",
        hook: str,
        *,
        accept: Callable[[Any], Any] = lambda result: result,
        **arguments: Any,
    ) -> Any:
        """The first result that is not None of a `TenantHooks` hook; one that `accept` refuses is a fault."""
        arguments["tenant"] = tenant
        for name, call in self._calls(hook, tenant.plugins, arguments):
            with self._contained(name, hook):
                result = call()
                if result is not None:
                    return accept(result)
        return None

    def contained(self, plugin: str, what: str, call: Callable[[], Any]) -> Any:
        """Call something that a plugin handed out (a block's `render`) like a hook; a fault gives None."""
        results = []
        with self._contained(plugin, what):
            results.append(call())
        return results[0] if results else None

    def implementers(self, hook: str, tenant: "TenantInfo | None" = None) -> list[str]:
        """The plugins, of `tenant` where one is given, that implement `hook`."""
        named = {found.plugin_name for found in getattr(self._manager.hook, hook).get_hookimpls()}
        return [name for name in self.names if name in named and (not tenant or name in tenant.plugins)]

    def write(self, tenant: "TenantInfo", plugin: str, hook: str, **arguments: Any) -> None:
        """Call a hook marked *writes* on one plugin in a savepoint. A fault rolls back and is raised."""
        arguments["tenant"] = tenant
        for name, call in self._calls(hook, {plugin}, arguments):
            with inside_hook(name, read_only=False), db.session.begin_nested():
                call()

    def _calls(
        self, hook: str, plugins: Iterable[str], arguments: dict[str, Any]
    ) -> Iterator[tuple[str, Any]]:
        implementations = {
            implementation.plugin_name: implementation
            for implementation in getattr(self._manager.hook, hook).get_hookimpls()
        }
        for name in self.names:
            if name in plugins and name in implementations:
                implementation = implementations[name]
                given = [arguments.get(argument) for argument in implementation.argnames]
                named = {key: arguments[key] for key in implementation.kwargnames if key in arguments}
                yield name, partial(implementation.function, *given, **named)

    @contextmanager
    def _contained(self, plugin: str, hook: str) -> Iterator[None]:
        started = time.monotonic()
        try:
            # The savepoint: a statement that fails must not end the transaction of the page around the hook.
            with db.session.begin_nested(), inside_hook(plugin, read_only=True):
                yield
        except (Exception, SystemExit):
            self.faults[plugin, hook] += 1
            log.exception("plugin %s failed in hook %s", plugin, hook)
        if time.monotonic() - started > SLOW_SECONDS:
            self.faults[plugin, hook] += 1
            log.warning("plugin %s was slow in hook %s", plugin, hook)


@contextmanager
def inside_hook(plugin: str, *, read_only: bool) -> Iterator[None]:
    """While a plugin's hook runs, the session refuses commit, rollback and close, and perhaps writing."""
    session = db.session()
    info = session.info
    before = info.get("hook"), info.get("read_only", False)
    known = set(session.new), set(session.dirty), set(session.deleted)
    info["hook"], info["read_only"] = plugin, read_only or before[1]
    try:
        yield
    finally:
        info["hook"], info["read_only"] = before
        if read_only:
            _forget_changes(session, known)


def _forget_changes(session: Session, known: tuple[set[Any], set[Any], set[Any]]) -> None:
    """Drop what a reading hook left in the session, so that a later flush does not write it."""
    new, dirty, deleted = known
    for row in set(session.new) - new:
        session.expunge(row)
    for row in set(session.deleted) - deleted:
        session.add(row)
    for row in set(session.dirty) - dirty:
        session.expire(row)


def _modules_in(packages: Iterable[str]) -> Sequence[ModuleType]:
    found = []
    for package in packages:
        parent = importlib.import_module(package)
        found += [
            importlib.import_module(f"{package}.{info.name}.plugin")
            for info in sorted(pkgutil.iter_modules(parent.__path__), key=lambda info: info.name)
            if info.ispkg and info.name != "tests"
        ]
    return found


def _installed_modules() -> Sequence[ModuleType]:
    points = sorted(entry_points(group=ENTRY_POINT_GROUP), key=lambda point: point.name)
    return [point.load() for point in points]


def plugins() -> PluginEngine:
    """The engine of the current application."""
    engine: PluginEngine = current_app.extensions["hutong.plugins"]
    return engine
