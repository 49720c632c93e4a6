"""A published flyer on paper: as PDF, or as a page that the browser prints."""

import uuid

from flask import Response, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from hutong import gettext as _, interface_language, links_of, notify, policy, public_url, share_address
from hutong.exports import NoPdfError
from hutong_flyer.console.blueprint import EDIT, blueprint, existing_flyer
from hutong_flyer.content import FlyerContent
from hutong_flyer.models import Flyer
from hutong_flyer.paper import SIZES, Order, printed, sheet
from hutong_flyer.queries import given_out


@blueprint.get("/<uuid:flyer_id>/paper")
@policy("staff", permission=EDIT)
def on_paper(flyer_id: uuid.UUID) -> ResponseReturnValue:
    """The sheet on the screen; the browser prints it."""
    flyer = existing_flyer(flyer_id)
    content = _seen(flyer)
    return _nothing_to_print(flyer) if content is None else _sheet(flyer, content, is_pdf=False)


@blueprint.get("/<uuid:flyer_id>/flyer.pdf")
@policy("staff", permission=EDIT)
def as_pdf(flyer_id: uuid.UUID) -> ResponseReturnValue:
    """The same as a file; where none can be made here, the page to print."""
    flyer = existing_flyer(flyer_id)
    content = _seen(flyer)
    if content is None:
        return _nothing_to_print(flyer)
    try:
        made = printed(_sheet(flyer, content, is_pdf=True), g.tenant, content)
    except NoPdfError:
        to_print = url_for(".on_paper", flyer_id=flyer.id)
        return redirect(f"{to_print}?{request.query_string.decode('latin1')}")
    response = Response(made, mimetype="application/pdf")
    name = f"{g.tenant.slug}-flyer-{flyer.code}-{_size()}.pdf"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    response.headers["Cache-Control"] = "no-store"
    return response


def _seen(flyer: Flyer) -> FlyerContent | None:
    """What customers see: paper says the same as the page its code leads to."""
    given = next(iter(given_out(flyer_id=flyer.id)), None)
    return given.content if given else None


def _sheet(flyer: Flyer, content: FlyerContent, *, is_pdf: bool) -> str:
    order = Order(_size(), *_code_of(flyer), is_pdf=is_pdf, back=url_for(".flyer", flyer_id=flyer.id))
    return sheet(g.tenant, content, request.args.get("words") or interface_language(), order)


def _code_of(flyer: Flyer) -> tuple[str, str]:
    """The address that is printed as a code, and the place it is for."""
    links = links_of(flyer.id)
    asked = request.args.get("code", "")
    link = next((link for link in links if link.code == asked), links[0] if links else None)
    if link is None:  # the owner has taken every code off the list
        return public_url(g.tenant, "flyer.flyer", code=flyer.code, lang=None), ""
    return share_address(g.tenant, link), link.channel


def _size() -> str:
    size = request.args.get("size", "")
    return size if size in SIZES else "a4"


def _nothing_to_print(flyer: Flyer) -> ResponseReturnValue:
    notify(_("Publish it first: what is printed is what customers see."), kind="bad")
    return redirect(url_for(".flyer", flyer_id=flyer.id))
