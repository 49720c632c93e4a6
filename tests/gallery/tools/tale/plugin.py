"""The manifest and hooks of the tool `tale`."""

from uuid import NAMESPACE_URL, uuid5

from flask import render_template_string

from core.database import db
from core.hookspecs import hookimpl
from core.plugin_types import Manifest, MenuEntry, ShareTarget, StarterError
from core.tenants.models import Tenant
from core.urls import public_url

PAGE = """{% extends "layouts/public.html" %}{% block content %}<h1>{{ line }}</h1>{% endblock %}"""


@hookimpl
def manifest():
    return Manifest(
        "tale", {"zh": "故事", "en": "Tales"}, {"zh": "一页", "en": "One page"}, icon="page", api="1.0"
    )


@hookimpl
def starter_apply(tenant, starter):
    if "lines" not in starter.content:
        raise StarterError("lines: missing")
    row = db.session.get(Tenant, tenant.id)
    known = row.settings.get("tale", {})
    row.settings = {**row.settings, "tale": {**starter.content["lines"], **known}}


@hookimpl
def public_home(tenant):
    from core.i18n import interface_language

    return render_template_string(PAGE, line=tenant.settings["tale"]["first"][interface_language()])


@hookimpl
def menu(tenant, language):
    yield MenuEntry("First tale", public_url(tenant, "public.home"), order=1)
    for name in ("Second", "Third", "Fourth", "Fifth"):
        yield MenuEntry(f"{name} tale", f"/{tenant.slug}/{name}?lang={language}", order=1)


@hookimpl
def share_targets(tenant, object_id):
    for key in tenant.settings.get("tale", {}):
        target = uuid5(NAMESPACE_URL, f"{tenant.id}/{key}")
        if object_id in (None, target):
            yield ShareTarget("tale", "page", target, key, public_url(tenant, "public.home"), key=key)
