"""Each hook is documented, called by the core or a plugin, and implemented by a first-party plugin."""

import inspect

import pytest

from core.hookspecs import AppHooks, TenantHooks

HOOKS = [
    (name, function)
    for group in (AppHooks, TenantHooks)
    for name, function in inspect.getmembers(group, inspect.isfunction)
    if not name.startswith("_")
]


@pytest.mark.parametrize(("name", "function"), HOOKS)
def test_hook_has_words_and_a_first_party_user(app, name, function):
    engine = app.extensions["hutong.plugins"]

    users = [plugin for plugin in engine.names if hasattr(engine.module(plugin), name)]

    assert inspect.getdoc(function)
    assert users != []


def test_hooks_of_tenants_take_the_tenant_first():
    for name, function in inspect.getmembers(TenantHooks, inspect.isfunction):
        assert (name, list(inspect.signature(function).parameters)[:2]) == (name, ["self", "tenant"])
