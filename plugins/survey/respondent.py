"""What respondents see, made once and kept in pieces around their token.

Keys carry the tenant and its revision, so a published change makes new pages. What differs between
visitors is put in when a page is sent: the form token, the share link that they came by, and the line that
tells a member whose name goes with the answer (`by_name.py`). Nothing personal is in what is kept.
"""

import re
import secrets
from typing import Any

from flask import g, render_template, request, url_for

from hutong import TenantInfo, asked_via, gettext as _, interface_language, language_name
from hutong.fields import Turn, issue_form_token, join_with_token, page_view, split_around_token
from hutong.pages import Kept
from plugins.survey.asking import DRAFT, Asking
from plugins.survey.by_name import NEXT, name_line
from plugins.survey.keeping import keep_line

_VIA_PLACE, _NEXT_PLACE, _NAME_PLACE = (f"{what}-{secrets.token_hex(12)}" for what in ("via", "next", "name"))
"""Stand in a kept page where the share link and "next customer" go into an address, and where a member
reads whose name is taken; nobody can write them."""
_VIA = re.compile(r"[0-9a-z]{4,12}")
_pages: Kept[tuple[str, ...]] = Kept(400)


def new_token(asking: Asking, via: str | None = None) -> str:
    """A form token for one rendering; the share link of this request goes into it."""
    return issue_form_token(
        tenant=g.tenant.id,
        object_id=asking.survey_id,
        version=asking.number,
        purpose=asking.purpose,
        via=via_code() if via is None else via,
    )


def via_code() -> str:
    """The code of the share link this reader came by; empty where it cannot be one."""
    code = asked_via().lower()
    return code if _VIA.fullmatch(code) else ""


def first_page(asking: Asking) -> str:
    """The page a form begins with, from what is kept, with a token of its own."""
    pieces = _kept("form", asking, lambda: render_form(asking, kept=True))
    token = new_token(asking)
    return _with_query(join_with_token(pieces, token)).replace(_NAME_PLACE, name_line(asking, token))


def thanks_page(asking: Asking) -> str:
    """The page after an accepted answer; nothing in it is personal."""
    if asking.number == DRAFT:
        return _render("survey/thanks.html", asking, kept=False)
    pieces = _kept("thanks", asking, lambda: _render("survey/thanks.html", asking, kept=True))
    return _with_query(pieces[0])


def _kept(sort: str, asking: Asking, make: Any) -> tuple[str, ...]:
    tenant: TenantInfo = g.tenant
    address = f"{request.host_url}{request.script_root}"
    language = interface_language()
    key = (tenant.id, tenant.revision, asking.survey_id, asking.number, sort, language, address)
    return _pages.get(key, lambda: split_around_token(make()))


def _with_query(html: str) -> str:
    via, handed_on = via_code(), NEXT in request.args
    html = html.replace(_NEXT_PLACE, f"&amp;{NEXT}=1" if handed_on else "")
    return html.replace(_VIA_PLACE, f"&amp;via={via}" if via else "")


def render_form(
    asking: Asking,
    *,
    turn: Turn | None = None,
    token: str = "",
    kept: bool = False,
    note: str = "",
    submit: str = "",
    action: str = "",
    preview: bool = False,
) -> str:
    """A page of the form. Without a `token` the token's place is left open."""
    more = {"token": token} if token else {}
    page = page_view(asking.definition, turn.page if turn else 0, asking.language, turn, **more)
    return _render(
        "survey/form.html",
        asking,
        kept=kept,
        page=page,
        by_name=_NAME_PLACE if kept else name_line(asking, token),
        note=note,
        submit=submit or asking.say("submit", _("Send my answers")),
        action=action,
        preview=preview,
    )


def _render(template: str, asking: Asking, *, kept: bool, **context: Any) -> str:
    return render_template(
        template,
        asking=asking,
        content_lang=asking.language,
        languages=_language_links(asking, kept) if not context.get("preview") else [],
        messages=[],
        keep=keep_line(g.tenant, asking.texts, asking.keep_days, asking.language, nameless=asking.nameless),
        again_url=_address(asking, "survey.form", kept, handed_on=True),
        **context,
    )


def _language_links(asking: Asking, kept: bool) -> list[dict[str, Any]]:
    """The same page in the survey's other languages; the share link goes along."""
    endpoint = "survey.thanks" if request.endpoint == "survey.thanks" else "survey.form"
    return [
        {
            "code": code,
            "label": language_name(code),
            "url": _address(asking, endpoint, kept, code),
            "current": code == asking.language,
        }
        for code in asking.languages
        if code in g.tenant.languages
    ]


def _address(
    asking: Asking, endpoint: str, kept: bool, language: str = "", *, handed_on: bool = False
) -> str:
    """An address of this survey in a language; the share link goes along, and that it was handed on."""
    if g.place.surface != "public":
        return ""
    others: dict[str, Any] = {
        name: request.args[name] for name in ("via", "test", NEXT) if name in request.args and not kept
    }
    if handed_on:
        others[NEXT] = 1
    address = url_for(endpoint, code=asking.code, lang=language or interface_language(), **others)
    if not kept:
        return address
    return address + _VIA_PLACE + ("" if handed_on else _NEXT_PLACE)
