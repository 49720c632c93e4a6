"""Whether a template works: it is applied for real, to a tenant that is never committed."""

from pathlib import Path
from typing import cast

from flask import Flask, current_app

from core.gallery.catalog import TemplateError, read_template
from core.gallery.links import dead_links
from core.gallery.operations import apply_template
from core.gallery.rehearsal import rehearsed
from core.tenants.queries import tenant_by_id

LANGUAGES = ("zh", "en")


def template_problems(folder: Path) -> list[str]:
    """What keeps the template in `folder` from working, one line each with file and place; empty: nothing."""
    try:
        template = read_template(folder)
        with rehearsed(_app(), template, LANGUAGES) as info:
            tenant = tenant_by_id(info.id)
            if tenant is not None:
                apply_template(tenant, template, LANGUAGES, is_rehearsal=True)
            return dead_links(info, template)
    except TemplateError as error:
        return str(error).splitlines()


def _app() -> Flask:
    return cast("Flask", current_app._get_current_object())  # type: ignore[attr-defined]  # noqa: SLF001
