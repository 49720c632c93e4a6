"""Sample arguments for routes: one object of each sort, so that every address can really be called.

A plugin's ``testing.py`` offers ``sample_arguments()``: called in a tenant's scope, it makes one object of
each sort and gives the values of its routes' arguments by name, e.g. ``{"survey_id": …, "code": …}``;
``holder_id`` is the person to whom pages with ``policy("holder")`` open.
"""

import importlib
import io
import uuid
from typing import IO, Any

from flask import Flask
from PIL import Image

from core.codes import new_code, new_token
from core.database import db
from core.gallery.applied import TemplateApplication
from core.gallery.bundles import pack
from core.gallery.catalog import all_templates
from core.gallery.models import SavedTemplate, new_template_code
from core.gallery.publishing import bin_template, share
from core.gallery.saving import About, Choices, drafted, keep
from core.media.operations import store_photo
from core.media.photos import draw_photo
from core.notifications.operations import tell_person
from core.people.invitations import invite
from core.people.models import Person
from core.plugin_manager import PluginEngine
from core.pool.importing import look
from core.pool.operations import create_segment, create_tag, put_on
from core.pool.records import PersonImport, PersonImportFile, PersonImportRow, PersonMerge
from core.pool.rules import Rules
from core.sharing.models import ShareLink
from core.sharing.operations import create_link
from core.tenancy import current_tenant_id
from core.tenants.info import TenantInfo
from core.tenants.models import Tenant

SAMPLE_FILE = b"name\nSample\n"


def sample_arguments(app: Flask, only: str = "") -> dict[str, dict[str, Any]]:
    """Values of route arguments by plugin; ``core`` holds the core's own. Call it in a tenant's scope.

    `only`: of this plugin alone (``core``: of none), where the others' objects would take time for nothing.
    """
    engine: PluginEngine = app.extensions["hutong.plugins"]
    found = {}
    for name in (name for name in engine.names if only in ("", name)):
        package = engine.module(name).__name__.rpartition(".")[0]
        found[name] = importlib.import_module(f"{package}.testing").sample_arguments()
    db.session.flush()
    found["core"] = core_arguments(engine)
    found |= _template_doors()
    db.session.commit()
    return found


def core_arguments(engine: PluginEngine) -> dict[str, Any]:
    """A person, an invitation, a photo and a link to something of a plugin, in the tenant in scope."""
    person = Person(name="Sample", role="contact")
    db.session.add(person)
    invitation, _token = invite(role="member", note="Sample")
    db.session.flush()
    tell_person(person_id=person.id, key=f"sample/{person.id}", thread="sample", subject="Sample")
    link = _sample_link(engine)
    photo = store_photo(file=_picture())
    return {
        "photo_code": photo.code,
        "width": photo.width,
        "person_id": person.id,
        **_of_the_pool(person),
        **_pool_arguments(person),
        "invitation_id": invitation.id,
        "link_id": link.id,
        "object_id": link.object_id,
        "code": link.code,
        "token": new_token(),
        "application_id": _applied().id,
        **_platform_arguments(),
    }


def _applied() -> TemplateApplication:
    """A template that was applied and brought nothing."""
    own: dict[str, Any] = {"plugins": [], "name": {}, "theme": {}, "tagline": {}, "templates": []}
    record = TemplateApplication(
        template="sample", title={"en": "Sample"}, changes={"tools": []}, before=own, after=own
    )
    db.session.add(record)
    db.session.flush()
    return record


def _pool_arguments(person: Person) -> dict[str, Any]:
    """A file on its way in with one row, somebody who was merged into `person`, and somebody who could be."""
    twin = Person(name="Sample twin", role="contact", state="left")
    double = Person(name="Sample", role="contact")
    db.session.add_all([twin, double])
    db.session.flush()
    twin.merged_into_id = person.id
    arriving = PersonImport(file_name="people.csv", encoding="utf-8", fields=["name"])
    merge = PersonMerge(person_id=person.id, gone_id=twin.id)
    db.session.add_all([arriving, merge])
    db.session.flush()
    db.session.add_all(
        [
            PersonImportFile(import_id=arriving.id, content=SAMPLE_FILE),
            PersonImportRow(import_id=arriving.id, line=2, person_id=person.id, outcome="known"),
        ]
    )
    look(arriving, SAMPLE_FILE)
    return {"import_id": arriving.id, "merge_id": merge.id, "other_id": double.id}


def _of_the_pool(person: Person) -> dict[str, Any]:
    """A tag that somebody carries, the step that put it on, and a segment."""
    db.session.flush()
    tag, step = create_tag(name=f"Sample {new_code()}", colour="pine"), uuid.uuid4()
    put_on(tag=tag, person_ids=[person.id], step=step)
    segment = create_segment(name="Sample", rules=Rules(tag=(tag.id,)))
    return {"tag_id": tag.id, "step": step, "segment_id": segment.id}


def _platform_arguments() -> dict[str, Any]:
    """What the platform's own routes take: this tenant, its plan, the first template of the gallery."""
    tenant = db.session.get_one(Tenant, current_tenant_id(db.session()))
    template, saved = next(iter(all_templates()), None), _saved_template()
    share(saved)
    return {
        "tenant_id": tenant.id,
        "plan_id": tenant.plan_id,
        "slug": tenant.slug,
        "name": next(iter(tenant.plugins), "none"),
        "template": template.name if template is not None else "x",
        "saved": saved.name,
        "template_code": saved.code,
    }


def _template_doors() -> dict[str, dict[str, Any]]:
    """By endpoint: a template that the tenant shows to others, with a photo, and one in its bin."""
    shown, binned = _saved_template(), _saved_template()
    share(shown)
    bin_template(binned.code)
    photo = {"template": shown.name, "photo_code": "sample"}
    return {
        "gallery.photo": photo,
        "abuse.report_template": {"template": shown.name},
        "own_templates.forget": {"saved": binned.name},
        "own_templates.restore": {"saved": binned.name},
    }


def _saved_template() -> SavedTemplate:
    """A template that the tenant made of its own site."""
    tenant = db.session.get_one(Tenant, current_tenant_id(db.session()))
    title = {"zh": "样", "en": "Sample"}
    about = About(title, title, licence="CC0-1.0", code=new_template_code(), version=1)
    files = drafted(TenantInfo.of(tenant), Choices(), about).files
    packed = pack({**files, "art/sample.webp": draw_photo(_picture())[-1].webp})
    return keep(packed=packed, about=about, lineage=(), taken_out={})


def _picture() -> IO[bytes]:
    picture = io.BytesIO()
    Image.new("RGB", (64, 48), "teal").save(picture, "PNG")
    picture.seek(0)
    return picture


def _sample_link(engine: PluginEngine) -> ShareLink:
    tenant = db.session.get(Tenant, current_tenant_id(db.session()))
    targets = engine.gather_items(TenantInfo.of(tenant), "share_targets") if tenant is not None else []
    if not targets:
        return create_link(plugin="none", object_kind="none", object_id=uuid.uuid4(), channel="sample")
    target = targets[0]
    return create_link(plugin=target.plugin, object_kind=target.kind, object_id=target.id, channel="sample")
