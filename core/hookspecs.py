"""THE extension points: what a plugin can add, grouped by lifecycle.

Two kinds of hooks, and the class says which. `AppHooks` are called for the whole process at start-up or
from the command line: no tenant. `TenantHooks` take the tenant first; only plugins that this tenant has
enabled are called, in the order of their names.

A plugin implements the hooks it needs in its ``plugin.py`` with ``@hookimpl`` and delegates from there.
Arguments may be left out from the right. An implementation that fails is logged with its plugin's name
and left out of the result; the page still renders, and five faults within a minute are a pause (what is a
fault stands in plugins/README.md). Every hook runs in a savepoint, in which the session refuses commit,
rollback and close; only in hooks marked *writes* it does not refuse to write, and their faults are told to
whoever called them.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import pluggy
from markupsafe import Markup

if TYPE_CHECKING:
    from uuid import UUID

    import click
    from flask import Blueprint
    from flask.typing import ResponseReturnValue

    from core.plugin_types import (
        ActInfo,
        Manifest,
        MenuEntry,
        PageBlock,
        Payment,
        PaymentWay,
        ShareTarget,
        Starter,
        WaitingItem,
    )
    from core.tenants.info import TenantInfo

NAMESPACE = "hutong"
_Hook = TypeVar("_Hook", bound=Callable[..., Any])

hookimpl = pluggy.HookimplMarker(NAMESPACE)
"""Marks a function of ``plugin.py`` as the implementation of the hook of its name."""
_hookspec = pluggy.HookspecMarker(NAMESPACE)


def _writes(function: _Hook) -> _Hook:
    """Mark a hook whose implementations may write: each runs in a savepoint, and a fault is raised."""
    function.writes = True  # type: ignore[attr-defined]
    return function


class AppHooks:
    """Process-wide hooks: no tenant, called at start-up and from the command line."""

    @_hookspec
    def manifest(self) -> "Manifest":  # type: ignore[empty-body]
        """Who the plugin is: name, title, icon, and its console's first page. Required."""

    @_hookspec
    def blueprints(self) -> "Sequence[Blueprint]":  # type: ignore[empty-body]
        """The plugin's `PublicBlueprint` and `ConsoleBlueprint`."""

    @_hookspec
    def commands(self) -> "Sequence[click.Command]":  # type: ignore[empty-body]
        """Commands below ``hutong <plugin>``; they run in an application context."""

    @_hookspec
    def jobs(self) -> "Mapping[str, Callable[[Mapping[str, Any]], None]]":  # type: ignore[empty-body]
        """Handlers of the plugin's jobs by name; called with the payload, in the tenant's scope.

        A job may run twice; it must come out the same.
        """


class TenantHooks:
    """Hooks of one tenant: the first argument is the tenant, only enabled plugins are called."""

    @_hookspec(firstresult=True)
    def public_home(self, tenant: "TenantInfo") -> "ResponseReturnValue | None":
        """What ``/<slug>/`` shows. The core's own answer lists the tools."""

    @_hookspec
    def menu(self, tenant: "TenantInfo", language: str) -> "Iterable[MenuEntry]":  # type: ignore[empty-body]
        """Entries of the public menu: pages and open tools."""

    @_hookspec
    def slot(self, tenant: "TenantInfo", name: str, language: str) -> "Markup | None":
        """A piece of a page. Names: ``console.today`` (cards of the console's first page)."""

    @_hookspec
    def waiting(self, tenant: "TenantInfo") -> "Iterable[WaitingItem]":  # type: ignore[empty-body]
        """What waits for the owner: rows of "等您看看" and the number on the bell."""

    @_hookspec
    def page_blocks(self, tenant: "TenantInfo") -> "Iterable[PageBlock]":  # type: ignore[empty-body]
        """Kinds of blocks this plugin contributes to pages, e.g. "this survey"."""

    @_hookspec
    def share_targets(self, tenant: "TenantInfo", object_id: "UUID | None" = None) -> "Iterable[ShareTarget]":  # type: ignore[empty-body]
        """What of this plugin can be shared: everything, or only the object named."""

    @_hookspec
    def photos_in_use(self, tenant: "TenantInfo") -> "Iterable[str]":  # type: ignore[empty-body]
        """Codes of the photos that the plugin shows or has in a draft: these cannot be deleted."""

    @_hookspec
    @_writes
    def act_recorded(self, tenant: "TenantInfo", act: "ActInfo") -> None:
        """Somebody did something, with whichever tool: what the plugin does about it (points for an answer).

        Called after the commit, from a job, for acts that name a person; at least once, so that it must come
        out the same when it is called again. What it records itself is not told again.
        """

    @_hookspec
    def payment_ways(self, tenant: "TenantInfo", language: str) -> "Iterable[PaymentWay]":  # type: ignore[empty-body]
        """Ways to pay that the plugin offers to all tools of the tenant."""

    @_hookspec
    @_writes
    def payment_received(self, tenant: "TenantInfo", payment: "Payment") -> None:
        """Money came for an object of this plugin; called by `report_payment`, perhaps twice for one payment.

        The plugin checks that the amount is the one it asked for, and raises where it is not.
        """

    @_hookspec
    @_writes
    def starter_apply(self, tenant: "TenantInfo", starter: "Starter") -> None:
        """Make a template's content real. Applying it twice gives the same as once."""

    @_hookspec
    def starter_export(self, tenant: "TenantInfo") -> "Mapping[str, Any]":  # type: ignore[empty-body]
        """The tenant's content in the form of ``content/<plugin>.yaml``."""

    @_hookspec
    @_writes
    def people_merged(self, tenant: "TenantInfo", kept_id: "UUID", gone_id: "UUID") -> None:
        """Two people turned out to be one, and the core has moved what was `gone_id`'s to `kept_id`.

        Only a row that a UNIQUE forbids to move, because both people have one, still belongs to `gone_id`:
        a tool that has such a table brings the two rows together here, and writes down what it did. Raising
        refuses the merging as a whole.
        """

    @_hookspec
    @_writes
    def people_parted(self, tenant: "TenantInfo", kept_id: "UUID", gone_id: "UUID") -> None:
        """The merging is undone: take back what `people_merged` did, before the core moves its rows back.

        Called only after `people_merged` of the same two, with what happened in between still there.
        """
