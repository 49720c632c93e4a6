"""How forms of a box are drawn: kept in pieces around their token and return code, the same for everybody."""

import secrets
import uuid
from dataclasses import dataclass
from typing import Any

from flask import g, render_template, request, url_for
from markupsafe import Markup

from hutong import asked_language
from hutong.fields import (
    FormToken,
    Turn,
    issue_form_token,
    join_with_token,
    page_view,
    read_form_token,
    split_around_token,
)
from hutong.pages import Kept
from hutong.people import person_here
from plugins.complaint.asking import CONTACT, NAME, Asking
from plugins.complaint.attachments import FileFault
from plugins.complaint.drawn_codes import draw_code
from plugins.complaint.models import Box
from plugins.complaint.public.files import files_context
from plugins.complaint.queries import keyring

AS_MEMBER = "as_member"
"""Name of the tick by which a member writes as one."""
_CODE_PLACE = f"code-{secrets.token_hex(12)}"
"""Stands in a kept page where the return code goes; nobody can write it."""
_pages: Kept[tuple[str, ...]] = Kept(200)


@dataclass(frozen=True, slots=True)
class Sealed:
    """What makes one rendering of a form unique: its token and its return code."""

    token: str
    nonce: str
    code: str


def new_sealed(asking: Asking) -> Sealed:
    """A token and a return code for one rendering."""
    token = issue_form_token(
        tenant=g.tenant.id, object_id=asking.box_id, version=asking.digest, purpose=asking.purpose
    )
    read = read_token(token, asking.box_id, asking.purpose)
    keys = keyring()
    salt = keys.code_salt if keys is not None else b""
    code = draw_code(read, tenant_id=g.tenant.id, language=asking.language, salt=salt)
    return Sealed(token, read.nonce, code)


def read_token(token: str, object_id: object, purpose: str, **options: float) -> FormToken:
    """A form token of this community. Raises `FormTokenError`."""
    return read_form_token(token, tenant=g.tenant.id, object_id=object_id, purpose=purpose, **options)


def first_page(box: Box, asking: Asking) -> str:
    """The page a form begins with, from what is kept, with a token and a return code of its own."""
    if known := _known_of_author(asking):
        return form_page(box, asking, turn=Turn(0, typed=known), sealed=new_sealed(asking))
    address = f"{request.host_url}{request.script_root}"
    shown = (asking.digest, asked_language(), address)
    key = (g.tenant.id, g.tenant.revision, box.id, str(box.revision), *shown)
    pieces = _pages.get(key, lambda: split_around_token(form_page(box, asking)))
    sealed = new_sealed(asking)
    return join_with_token(pieces, sealed.token).replace(_CODE_PLACE, sealed.code)


def form_page(
    box: Box,
    asking: Asking,
    *,
    turn: Turn | None = None,
    sealed: Sealed | None = None,
    note: str = "",
    again: bool = False,
    faults: tuple[FileFault, ...] = (),
) -> str:
    """The form. Without `sealed` the places of token and code are left open."""
    more = {"token": sealed.token} if sealed else {}
    return render_template(
        "complaint/public/write.html",
        box=box,
        asking=asking,
        page=page_view(asking.definition, 0, asking.language, turn, **more),
        code_field=sealed.code if sealed else _CODE_PLACE,
        member=Markup(_member_piece(asking)),  # noqa: S704 - our own template
        note=note,
        again=again,
        choose_url=url_for("complaint.choose", code=box.code),
        **files_context(faults),
    )


def _known_of_author(asking: Asking) -> dict[str, str]:
    """On the named form: what is known of the member of this phone. Such a page is kept for nobody."""
    if not asking.is_named or person_here() is None:
        return {}
    person = g.person
    return {NAME: person.name, CONTACT: person.phone or person.email or ""}


def _member_piece(asking: Asking) -> str:
    """On the named form: a member this phone knows may write as one."""
    person = person_here() if asking.is_named else None
    if person is None:
        return ""
    ticked = request.method == "GET" or AS_MEMBER in request.form
    return render_template("complaint/public/_member.html", person=person, field=AS_MEMBER, ticked=ticked)


def author_id() -> uuid.UUID | None:
    """The member who writes as one."""
    person = person_here() if AS_MEMBER in request.form else None
    return person.id if person is not None else None


def own_words(asking: Asking, typed: dict[str, Any]) -> list[str]:
    """What was written in one's own words, to be copied where a letter cannot be taken."""
    written = [
        typed.get(question.id)
        for question in asking.definition.asking
        if question.kind in ("short_text", "long_text") and question.id not in (NAME, CONTACT)
    ]
    return [words for words in written if isinstance(words, str) and words.strip()]
