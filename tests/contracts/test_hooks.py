"""Each hook is documented, called by the core or a plugin, and implemented by a first-party plugin."""

import inspect

from core.hookspecs import AppHooks, TenantHooks

HOOKS = [
    (name, function)
    for group in (AppHooks, TenantHooks)
    for name, function in inspect.getmembers(group, inspect.isfunction)
    if not name.startswith("_")
]


def test_each_hook_has_words_and_a_first_party_user(app):
    engine = app.extensions["hutong.plugins"]

    users = {name: [one for one in engine.names if hasattr(engine.module(one), name)] for name, _ in HOOKS}

    assert [name for name, function in HOOKS if not inspect.getdoc(function)] == []
    assert [name for name, plugins in users.items() if not plugins] == []


def test_hooks_of_tenants_take_the_tenant_first():
    for name, function in inspect.getmembers(TenantHooks, inspect.isfunction):
        assert (name, list(inspect.signature(function).parameters)[:2]) == (name, ["self", "tenant"])
