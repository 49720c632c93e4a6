"""A flyer on the public side."""

import re

from flask import Response, abort, g, render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import escape

from hutong import (
    PublicBlueprint,
    count_visit,
    gettext as _,
    interface_language,
    links_of,
    policy,
    public_url,
    share_address,
    speaking,
)
from hutong.pages import kept_page
from hutong_flyer.content import FlyerContent
from hutong_flyer.drawing import VIA, draw_flyer
from hutong_flyer.face import face_of, today
from hutong_flyer.models import Flyer
from hutong_flyer.queries import given_out

blueprint = PublicBlueprint("flyer", __name__)

_CODE = re.compile(r"[a-z0-9]{4,12}")


@blueprint.get("/<code>")
@policy("anyone")
def flyer(code: str) -> ResponseReturnValue:
    """What is on show, or an honest page once its last day has passed or the owner took it down."""
    found = next(iter(given_out(code=code.lower())), None) or abort(404)
    count_visit(plugin="flyer", object_kind="flyer", object_id=found.flyer.id)
    if found.content is None:
        return _taken_down()
    if found.content.is_over(today(g.tenant)):
        return _over(found.content)
    return _on_show(found.flyer, found.content)


def _on_show(flyer: Flyer, content: FlyerContent) -> Response:
    """The page from what is kept; only where the button leads, a reader's ``via`` is put in."""
    response = kept_page("flyer", flyer.id, draw=lambda: _drawn(flyer, content))
    response.set_data(_handed_on(response.get_data(as_text=True), _via_of_reader()))
    return response


def _drawn(flyer: Flyer, content: FlyerContent) -> str:
    own_url = public_url(g.tenant, "flyer.flyer", code=flyer.code, lang=None)
    address = next((share_address(g.tenant, link) for link in links_of(flyer.id)), own_url)
    return draw_flyer(g.tenant, content, interface_language(), address=address, own_url=own_url)


def _via_of_reader() -> str:
    """The code of the share link that the reader came by; empty where they came without one."""
    code = request.args.get("via", "").lower()
    return code if _CODE.fullmatch(code) else ""


def _handed_on(html: str, via: str) -> str:
    """The page with the reader's attribution behind the address of its button."""
    for sign, place in VIA.items():
        html = html.replace(place, f"{escape(sign)}via={via}" if via else "")
    return html


def _over(content: FlyerContent) -> str:
    face = face_of(g.tenant, content, interface_language())
    with speaking(face.language):
        return _honest_page(
            _("This one is over"),
            _("“%(title)s” ran until %(day)s.", title=face.title, day=face.until),
            face.language,
        )


def _taken_down() -> str:
    return _honest_page(
        _("Taken down"),
        _("The shop has taken this flyer down. What is on now is on its first page."),
        interface_language(),
    )


def _honest_page(heading: str, text: str, language: str) -> str:
    return render_template(
        "flyer/over.html", heading=heading, text=text, content_lang=language, messages=[], noindex=True
    )
