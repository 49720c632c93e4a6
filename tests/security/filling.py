"""A community full of marked texts: from a template, through its own forms, and in every text column.

Columns are found in the models: a new text column is marked by itself, unless it is named here as coded.
"""

from collections.abc import Callable, Iterator
from itertools import product
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import JSON, String, inspect, select
from sqlalchemy.orm.attributes import flag_modified

from core.accounts.models import Account
from core.database import Base, db, writing
from core.operator.opening import open_for_owner
from core.plugin_manager import plugins
from core.tenancy import TenantOwned
from core.tenants.models import AbuseReport, Tenant
from core.tenants.operations import set_plugin
from core.testing.application import TenantUnderTest
from core.testing.contracts.pages import FormOnPage, path_of, read_page

CODED = frozenset(
    "code key slug token_hash purpose role state former_state language plugin object_kind stage verb notify "
    "starter_key nonce digest email host scenario time_zone status reason languages widths reasons amounts "
    "plugins theme settings answers cost code_cost kind outcome value icon colour currency account claim "
    "hours place_ids next_when expiry limits way birthday notices fields encoding counts faults "
    "same_phone same_email withheld tools moved mail_key thread gift_code issue_key rules "
    "uid zone registration shows_minutes decides origin ticket for_whom photo media_type told "
    "hidden asker rule template licence".split()
)
"""Columns that hold names of the program, not words of people."""
CODED_TABLES = frozenset(
    "site_art survey_count mail_message outbox_job tenant_address "
    "meeting_date_vote meeting_floor_vote meeting_live_answer".split()
)
ELSEWHERE = frozenset(
    (
        "site_step.content",  # what was before a change
        "survey_survey.undo",
        "survey_version.texts",  # partly what is said once a survey is closed
        "saved_template.summary",  # in the gallery, once everybody may see it
        "saved_template.author",
        "tenant.suspended_reason",  # shown while it is closed
        "abuse_report.text",  # for the operator
        "account.name",
        "meeting_meeting.cancel_note",  # while it is cancelled
        "meeting_scan.text",  # what a phone read at the door
        "meeting_scan.door",  # where two doors let in one ticket
        "meeting_minutes_revision.page",  # which tab saved it
        "meeting_material.file_name",  # of the file as it is handed out
    )
)
"""Texts that stand on no page of the community, or only at other times."""
LANGUAGES = ("zh", "en")

Make = Callable[[str], str]


def open_filled(app: Flask, slug: str, make: Make) -> TenantUnderTest:
    """A published community from a template whose words are all made by `make(place)`."""
    with app.app_context(), writing():
        boss = f"boss@{slug}.example"
        opened = open_for_owner(slug=slug, template="cafe", email=boss, languages=LANGUAGES)
        owner = db.session.scalars(select(Account).where(Account.claimed_email == boss)).one()
        db.session.add(AbuseReport(tenant_id=opened.tenant.id, reason="spam", text="words"))
        for plugin in plugins().manifests:  # also those that the template leaves out
            set_plugin(tenant=db.session.get_one(Tenant, opened.tenant.id), plugin=plugin, enabled=True)
        owner.name = make("account.name")
        db.session.commit()
        return TenantUnderTest(app, opened.tenant.id, slug)


def mark_texts(tenant: TenantUnderTest, make: Make) -> None:
    """Put a text of `make` in the place of every text that `tenant` owns."""
    with tenant.scope():
        for row in _rows(tenant):
            for attribute in inspect(type(row)).column_attrs:
                column, place = attribute.columns[0], f"{row.__tablename__}.{attribute.key}"
                value = getattr(row, attribute.key)
                if attribute.key in CODED or value is None:
                    continue
                if isinstance(column.type, JSON):
                    setattr(row, attribute.key, _marked(value, place, make))
                    flag_modified(row, attribute.key)
                elif isinstance(column.type, String):
                    setattr(row, attribute.key, make(place)[: column.type.length])
        db.session.get_one(Tenant, tenant.id).revision += 1
        db.session.commit()


def _rows(tenant: TenantUnderTest) -> Iterator[Any]:
    models = [mapper.class_ for mapper in Base.registry.mappers if issubclass(mapper.class_, TenantOwned)]
    for model in sorted(models, key=lambda model: model.__tablename__):
        if model.__tablename__ not in CODED_TABLES:
            yield from db.session.scalars(select(model).order_by(model.id))
    yield db.session.get_one(Tenant, tenant.id)
    yield from db.session.scalars(select(AbuseReport).where(AbuseReport.tenant_id == tenant.id))


def _marked(value: Any, place: str, make: Make) -> Any:
    """`value` with every text in a language replaced; what names things stays."""
    if isinstance(value, dict):
        return {
            name: make(place)
            if name in LANGUAGES and isinstance(part, str) and part
            else _marked(part, place, make)
            for name, part in value.items()
        }
    return [_marked(part, place, make) for part in value] if isinstance(value, list) else value


def answer_forms(tenant: TenantUnderTest, client: FlaskClient, make: Make) -> list[str]:
    """Send every form that the public side offers, with marked texts; gives the pages on the way."""
    info = tenant.info()
    with tenant.scope():
        targets = [path_of(target.url) for target in plugins().gather_items(info, "share_targets")]
    pages = []
    for path, language in product([*targets, tenant.public("/join")], LANGUAGES):
        address = f"{path}?lang={language}"
        page, tries = client.get(address), 0
        while (form := _form_to_send(page.text, f"http://localhost{address}")) and tries < 9:
            page = client.post(path_of(form.action), data=_filled(form, make))
            tries += 1
            pages.append(page.text)
            if page.status_code not in (200, 422):
                break
    return pages


def _form_to_send(html: str, address: str) -> FormOnPage | None:
    forms, _links = read_page(html, address)
    return next((form for form in forms if form.method == "POST" and "form_token" in form.fields), None)


def _filled(form: FormOnPage, make: Make) -> dict[str, str]:
    given = {
        "text": lambda: make("form"),
        "email": lambda: "somebody@street.example",
        "tel": lambda: "+8613800138000",
        "number": lambda: "5",
        "date": lambda: "2026-01-02",
    }
    filled = dict(form.fields)
    for name, kind in form.kinds.items():
        if kind in given and not name.startswith(("form_", "altcha", "trap")):
            filled[name] = given[kind]()
    if "email" in filled:
        filled["email"] = "somebody@street.example"
    return filled
