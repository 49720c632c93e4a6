"""The plugin engine: discover → validate → register → check, then call with faults contained."""

import time
from collections import Counter
from collections.abc import Callable, Collection, Generator, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

import pluggy
from flask import current_app

from core.hook_calls import Caller, Outcome
from core.hook_tracing import Trace
from core.hookspecs import NAMESPACE, AppHooks, TenantHooks
from core.plugin_discovery import Origin, names_of_others, plugins_of_others, plugins_of_the_house
from core.plugin_faults import FaultBook, fault_in_words
from core.plugin_results import checked_result
from core.plugin_rules import PluginError, check_hooks, check_manifest
from core.plugin_types import Manifest

if TYPE_CHECKING:
    from uuid import UUID

    from core.tenants.info import TenantInfo


class PluginEngine:
    """Holds the registered plugins of one application and calls their hooks one by one."""

    def __init__(self, *, trace: bool = False) -> None:
        self._manager = pluggy.PluginManager(NAMESPACE)
        self._manager.add_hookspecs(AppHooks)
        self._manager.add_hookspecs(TenantHooks)
        self._trace = trace
        self.manifests: dict[str, Manifest] = {}
        self.origins: dict[str, Origin] = {}
        self.left_out: list[str] = []
        self.book = FaultBook()

    def load(self, packages: Iterable[str], *, safe: bool = False, more: Iterable[Any] = ()) -> None:
        """Discover and register the plugins of `packages` and, unless `safe`, those of other distributions.

        `more` are modules of plugins that nobody has installed.

        Raises `PluginError` for a plugin that breaks the engine's rules or implements an unknown hook.
        """
        for module, origin in plugins_of_the_house(packages):
            self.register(module, origin)
        self.left_out = names_of_others() if safe else []
        for module, origin in () if safe else plugins_of_others():
            self._register_others(module, origin)
        for module in more:
            self.register(module)
        try:
            self._manager.check_pending()
        except pluggy.PluginValidationError as error:
            raise PluginError(str(error)) from error

    def _register_others(self, module: Any, origin: Origin) -> None:
        try:
            self.register(module, origin)
        except PluginError as error:
            raise PluginError(origin.blame(str(error))) from error

    def register(self, module: Any, origin: Origin | None = None) -> None:
        """Register one plugin: a module or object with hook implementations. Raises `PluginError`."""
        check_hooks(module)
        try:
            manifest = module.manifest()
        except (Exception, SystemExit) as error:
            msg = f"{module.__name__}: the hook manifest failed: {fault_in_words(error)}"
            raise PluginError(msg) from error
        check_manifest(manifest, taken=self.manifests)
        try:
            self._manager.register(module, name=manifest.name)
        except pluggy.PluginValidationError as error:
            raise PluginError(str(error)) from error
        self.manifests[manifest.name] = manifest
        self.origins[manifest.name] = origin or Origin()

    @contextmanager
    def blaming(self) -> Iterator[None]:
        """A `PluginError` raised inside says with what the plugin came that its message begins with."""
        try:
            yield
        except PluginError as error:
            name = str(error).partition(":")[0].partition(".")[0].removesuffix("_console")
            raise PluginError(self.origins.get(name, Origin()).blame(str(error))) from error

    @property
    def names(self) -> list[str]:
        """Names of the registered plugins in the order they are shown and called."""
        return sorted(self.manifests, key=lambda name: (self.manifests[name].order, name))

    @property
    def faults(self) -> Counter[tuple[str, str]]:
        """Faults since the start of this process, by plugin and hook."""
        return self.book.counts

    def module(self, name: str) -> Any:
        """The module that was registered under `name`."""
        return self._manager.get_plugin(name)

    def version(self, name: str) -> str:
        """The version of the distribution that brought a plugin; empty where it is not here."""
        return self.origins[name].version if name in self.origins else ""

    def app(self, hook: str, **arguments: Any) -> list[tuple[str, Any]]:
        """Call an `AppHooks` hook on every plugin; gives ``(plugin, result)``. A fault is a `PluginError`."""
        trace = Trace(hook, "everybody", arguments) if self._trace else None
        found = []
        for name, call in self._calls(hook, self.manifests, arguments):
            began = time.perf_counter()
            result = self._at_start(name, hook, call)
            found.append((name, result))
            if trace:
                trace.answered(name, Outcome(result, None, time.perf_counter() - began))
        if trace:
            trace.end()
        return found

    def app_of(self, plugin: str, hook: str, **arguments: Any) -> Any:
        """Call an `AppHooks` hook on one plugin; None where it does not implement it."""
        calls = self._calls(hook, {plugin}, arguments)
        return next((self._at_start(name, hook, call) for name, call in calls), None)

    def gather(self, tenant: "TenantInfo", hook: str, **arguments: Any) -> list[tuple[str, Any]]:
        """Call a `TenantHooks` hook on the tenant's plugins; one that fails is logged and left out."""
        return list(self._answers(tenant, hook, arguments, lambda result: result))

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
        answers = self._answers(tenant, hook, arguments, accept)
        try:
            return next((result for _, result in answers), None)
        finally:
            answers.close()

    def implementers(self, hook: str, tenant: "TenantInfo | None" = None) -> list[str]:
        """The plugins, of `tenant` where one is given, that implement `hook`."""
        named = {found.plugin_name for found in getattr(self._manager.hook, hook).get_hookimpls()}
        return [name for name in self.names if name in named and (not tenant or name in tenant.plugins)]

    def write(self, tenant: "TenantInfo", plugin: str, hook: str, **arguments: Any) -> None:
        """Call a hook marked *writes* on one plugin in a savepoint. A fault rolls back and is raised.

        Also while the plugin pauses: whoever calls it waits for what it says.
        """
        arguments["tenant"] = tenant
        trace = self._begin_trace(tenant, hook, arguments)
        try:
            for name, call in self._calls(hook, {plugin}, arguments):
                outcome = self._caller(name, tenant.id).call(hook, call, read_only=False)
                if trace:
                    trace.answered(name, outcome)
                if outcome.error:
                    raise outcome.error
        finally:
            if trace:
                trace.end()

    def _answers(
        self, tenant: "TenantInfo", hook: str, arguments: dict[str, Any], accept: Callable[[Any], Any]
    ) -> Generator[tuple[str, Any]]:
        arguments["tenant"] = tenant
        resting = tenant.paused | self.book.pauses_of(tenant.id).keys()
        trace = self._begin_trace(tenant, hook, arguments)
        try:
            for name, call in self._calls(hook, tenant.plugins - resting, arguments):
                outcome = self._answer(tenant, name, hook, call, accept)
                if trace:
                    trace.answered(name, outcome)
                if outcome.result is not None:
                    yield name, outcome.result
        finally:
            if trace:
                trace.end([name for name in self.implementers(hook, tenant) if name in resting])

    def _answer(
        self,
        tenant: "TenantInfo",
        plugin: str,
        hook: str,
        call: Callable[[], Any],
        accept: Callable[[Any], Any],
    ) -> Outcome:
        caller = self._caller(plugin, tenant.id)

        def answer() -> Any:
            result = checked_result(plugin, hook, call())
            return None if result is None else accept(caller.tamed(hook, result))

        return caller.call(hook, answer)

    def _caller(self, plugin: str, tenant_id: "UUID | None") -> Caller:
        return Caller(self.book, plugin, self.version(plugin), tenant_id)

    def _begin_trace(self, tenant: "TenantInfo", hook: str, arguments: dict[str, Any]) -> Trace | None:
        return Trace(hook, tenant.slug, arguments) if self._trace else None

    def _at_start(self, plugin: str, hook: str, call: Callable[[], Any]) -> Any:
        """What a hook gives that is called once, without a tenant."""
        try:
            return call()
        except PluginError:
            raise
        except (Exception, SystemExit) as error:
            msg = self.origins[plugin].blame(f"{plugin}: the hook {hook} failed: {fault_in_words(error)}")
            raise PluginError(msg) from error

    def _calls(
        self, hook: str, plugins: Collection[str], arguments: dict[str, Any]
    ) -> Iterator[tuple[str, Callable[[], Any]]]:
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


def plugins() -> PluginEngine:
    """The engine of the current application."""
    engine: PluginEngine = current_app.extensions["hutong.plugins"]
    return engine
