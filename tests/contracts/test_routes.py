"""Route × role × tenant, derived from the URL map: a new route is in the table without anybody's help.

For each console route and each role the answer must be what the route's policy says; a stranger's tenant
and things that never existed are the same 404. Rows of the other tenant do not change whatever is sent.
"""

import hashlib

import pytest
from sqlalchemy import select

from core.database import Base, db
from core.policy import ROLES, may
from core.tenancy import all_tenants_unsafe
from core.testing.samples import foreign_to, sample_arguments

pytestmark = pytest.mark.both_databases

UNSAFE = {"POST"}


def console_rules(app):
    return [rule for rule in app.url_map.iter_rules() if rule.subdomain == "console"]


def plugin_of(app, rule):
    name = rule.endpoint.partition(".")[0].removesuffix("_console")
    return name if name in app.extensions["hutong.plugins"].manifests else "core"


def path_of(app, rule, slug, samples, *, foreign=False):
    values = {name: samples[plugin_of(app, rule)].get(name, "x") for name in rule.arguments}
    if foreign:
        values = {name: foreign_to(value) for name, value in values.items()}
    for name in rule.arguments:
        values.setdefault(name, "x")
    adapter = app.url_map.bind("localhost", subdomain="console")
    return f"/console/{slug}" + adapter.build(rule.endpoint, values, force_external=False)


def methods_of(rule):
    return sorted(rule.methods & {"GET", "POST"})


def rows_digest(app, tenant_id):
    """A digest of every row a tenant owns."""
    digest = hashlib.sha256()
    with app.app_context(), all_tenants_unsafe("compare all rows of a tenant"):
        for table in Base.metadata.sorted_tables:
            if "tenant_id" in table.columns:
                rows = db.session.execute(select(table).where(table.c.tenant_id == tenant_id)).all()
                digest.update(repr((table.name, sorted(map(repr, rows)))).encode())
    return digest.hexdigest()


def test_every_role_gets_what_the_policy_says(app, tenant):
    with tenant.scope():
        samples = sample_arguments(app)
    wrong = []
    for rule in console_rules(app):
        policy = app.view_functions[rule.endpoint].policy
        for role in ROLES:
            path = path_of(app, rule, tenant.slug, samples)
            status = (
                tenant.as_role(role).get(path, buffered=True).status_code if "GET" in rule.methods else None
            )
            if status is None:
                continue
            allowed = may(policy, role=role, is_account=True, is_operator=False)
            if allowed != (status not in (403, 404)):
                wrong.append((rule.endpoint, role, status))
    assert wrong == []


def test_staff_without_a_permission_are_refused_and_all_others_are_not(app, tenant):
    with tenant.scope():
        samples = sample_arguments(app)
    rules = [rule for rule in console_rules(app) if app.view_functions[rule.endpoint].policy.permission]
    every = {app.view_functions[rule.endpoint].policy.permission for rule in rules}
    clients = {role: tenant.as_role(role) for role in ("staff", "admin")}
    wrong = []
    for permission in sorted(every):
        for withheld, narrowed in (({permission}, True), (every - {permission}, False)):
            for role in clients:  # admins are not narrowed, whatever their row says
                tenant.withhold(role, *sorted(withheld))
            before = rows_digest(app, tenant.id)
            for rule in rules:
                if app.view_functions[rule.endpoint].policy.permission != permission:
                    continue
                path = path_of(app, rule, tenant.slug, samples)
                methods = methods_of(rule) if narrowed else sorted(rule.methods & {"GET"})
                for method in methods:
                    status = clients["staff"].open(path, method=method, buffered=True).status_code
                    if (status == 403) is not narrowed:
                        wrong.append((rule.endpoint, method, status))
                if "GET" in methods and clients["admin"].get(path, buffered=True).status_code == 403:
                    wrong.append((rule.endpoint, "admin"))
            if narrowed:
                assert rows_digest(app, tenant.id) == before
    assert len(every) > 1
    assert wrong == []


def test_strangers_meet_the_sign_in_page(app, tenant, visitor):
    with tenant.scope():
        samples = sample_arguments(app)
    for rule in console_rules(app):
        for method in methods_of(rule):
            answer = visitor.open(path_of(app, rule, tenant.slug, samples), method=method, buffered=True)
            assert (rule.endpoint, method, answer.status_code) == (rule.endpoint, method, 302)
            assert "/-/sign-in" in answer.location


def test_another_tenant_looks_like_none(app, tenant, other_tenant):
    with other_tenant.scope():
        theirs = sample_arguments(app)
    before = rows_digest(app, other_tenant.id)
    owner = tenant.owner
    for rule in console_rules(app):
        for method in methods_of(rule):
            foreign = owner.open(path_of(app, rule, other_tenant.slug, theirs), method=method, buffered=True)
            missing = owner.open(path_of(app, rule, "nobody-here", theirs), method=method, buffered=True)
            assert (rule.endpoint, foreign.status_code) == (rule.endpoint, 404)
            assert (
                foreign.get_data().replace(other_tenant.slug.encode(), b"nobody-here") == missing.get_data()
            )
    assert rows_digest(app, other_tenant.id) == before


def test_foreign_ids_look_like_missing_ones(app, tenant, other_tenant):
    with other_tenant.scope():
        theirs = sample_arguments(app)
    before = rows_digest(app, other_tenant.id)
    owner = tenant.owner
    for rule in console_rules(app):
        ids = [name for name in rule.arguments if name in theirs[plugin_of(app, rule)]]
        if not ids:
            continue
        for method in methods_of(rule):
            foreign = owner.open(path_of(app, rule, tenant.slug, theirs), method=method, buffered=True)
            missing = owner.open(
                path_of(app, rule, tenant.slug, theirs, foreign=True), method=method, buffered=True
            )
            assert (rule.endpoint, method, foreign.status_code, missing.status_code) == (
                rule.endpoint,
                method,
                404,
                404,
            )
    assert rows_digest(app, other_tenant.id) == before


def test_a_wrong_method_tells_a_stranger_nothing(tenant, other_tenant, visitor):
    for client, status in ((visitor, 302), (tenant.owner, 404)):
        there = client.put(other_tenant.console("/more"))
        nowhere = client.put("/console/nobody-here/more")

        assert (there.status_code, nowhere.status_code) == (status, status)
