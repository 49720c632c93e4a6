"""A flyer as customers would see it, drawn by the console in a frame that may only show it."""

import uuid

from flask import g, request

from hutong import gettext as _, interface_language, links_of, policy, public_url, share_address, speaking
from hutong.pages import allow_frame
from hutong_flyer.console.blueprint import EDIT, blueprint, existing_flyer
from hutong_flyer.console.editor import form_of
from hutong_flyer.content import FlyerContent, parse_content
from hutong_flyer.drawing import draw_flyer
from hutong_flyer.forms import content_in
from hutong_flyer.models import Flyer


@blueprint.route("/preview", methods=["GET", "POST"])
@policy("staff", permission=EDIT)
def preview_typed() -> str:
    """What is typed in the form; nothing is kept."""
    content = FlyerContent()
    if request.method == "POST":
        content = content_in(form_of(content), content)
    return _drawn(content)


@blueprint.get("/<uuid:flyer_id>/preview")
@policy("staff", permission=EDIT)
def preview(flyer_id: uuid.UUID) -> str:
    """The draft."""
    flyer = existing_flyer(flyer_id)
    return _drawn(parse_content(flyer.draft), flyer)


def _drawn(content: FlyerContent, flyer: Flyer | None = None) -> str:
    allow_frame()
    tenant = g.tenant
    asked = request.values.get("words") or interface_language()
    asked = asked if asked in tenant.languages else tenant.languages[0]
    if not any(content.headline.values()):
        with speaking(asked):
            content = content.model_copy(update={"headline": {asked: _("Your headline")}})
    own_url = public_url(tenant, "flyer.flyer", code=flyer.code if flyer else "preview", lang=None)
    links = links_of(flyer.id) if flyer else ()
    address = next((share_address(tenant, link) for link in links), own_url)
    return draw_flyer(tenant, content, asked, address=address, own_url=own_url, preview=True, noindex=True)
