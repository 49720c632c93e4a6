"""All flyers, and one of them: what it looks like, what its codes brought, what can be done with it."""

import uuid
from collections.abc import Sequence
from typing import Any

from flask import g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from hutong import (
    ShareLink,
    can_open,
    funnels_by_link,
    gettext as _,
    links_of,
    notify,
    policy,
    share_address,
)
from hutong.exports import can_print
from hutong.pages import qr_svg
from hutong_flyer.console.blueprint import EDIT, blueprint, existing_flyer, title_of
from hutong_flyer.content import parse_content
from hutong_flyer.face import today
from hutong_flyer.operations import create_flyer
from hutong_flyer.paper import SIZES
from hutong_flyer.queries import flyers, given_out, versions
from hutong_flyer.states import state_words


@blueprint.get("/")
@policy("staff", permission=EDIT)
def index() -> str:
    """All flyers, the newest first."""
    given = {one.flyer.id: one for one in given_out()}
    lines = [
        {
            "title": title_of(flyer),
            "state": state_words(flyer, given.get(flyer.id), today(g.tenant)),
            "url": url_for(".flyer", flyer_id=flyer.id),
        }
        for flyer in flyers()
    ]
    return render_template("flyer/console/flyers.html", lines=lines, binned=len(flyers(in_bin=True)))


@blueprint.get("/<uuid:flyer_id>")
@policy("staff", permission=EDIT)
def flyer(flyer_id: uuid.UUID) -> str:
    """One flyer."""
    shown = existing_flyer(flyer_id)
    given = next(iter(given_out(flyer_id=shown.id)), None)
    links = links_of(shown.id)
    seen = given.content if given else None
    return render_template(
        "flyer/console/flyer.html",
        flyer=shown,
        title=title_of(shown),
        state=state_words(shown, given, today(g.tenant)),
        seen=seen,
        is_changed=seen != parse_content(shown.draft),
        places=_places(shown.id, links) if can_open("sharing_console.link") else [],
        code=_drawn(links[0]) if links else None,
        links=links,
        sizes=SIZES,
        spoken=seen.speaks(g.tenant.languages) if seen else [],
        can_print=can_print(),
        versions=versions(shown.id),
    )


@blueprint.post("/<uuid:flyer_id>/copy")
@policy("staff", permission=EDIT)
def copy(flyer_id: uuid.UUID) -> ResponseReturnValue:
    """The same once more, as a draft without a last day: the next offer begins where this one ended."""
    content = parse_content(existing_flyer(flyer_id).draft)
    made = create_flyer(content=content.model_copy(update={"until": None}))
    notify(_("This is the copy. Change what is new, then publish it."))
    return redirect(url_for(".edit", flyer_id=made.id))


def _places(flyer_id: uuid.UUID, links: Sequence[ShareLink]) -> list[dict[str, Any]]:
    """What came by each code."""
    funnels = funnels_by_link(flyer_id)
    return [
        {
            "name": link.channel or _("First code"),
            "scans": funnels[link.id]["scan"] if link.id in funnels else 0,
            "url": url_for("sharing_console.link", link_id=link.id),
        }
        for link in links
    ]


def _drawn(link: ShareLink) -> dict[str, Any]:
    address = share_address(g.tenant, link)
    return {"svg": qr_svg(address, _("QR code for %(address)s", address=address)), "address": address}
