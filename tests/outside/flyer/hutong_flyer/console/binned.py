"""The bin of flyers: into it, out of it, and gone for good."""

import uuid

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from hutong import can_open, gettext as _, links_of, notify, policy, require_permission
from hutong_flyer.console.blueprint import EDIT, PUBLISH, blueprint, existing_flyer, title_of
from hutong_flyer.models import Flyer
from hutong_flyer.operations import bin_flyer, erase_flyer, restore_flyer
from hutong_flyer.queries import flyer_by_id, flyers


@blueprint.post("/<uuid:flyer_id>/delete")
@policy("staff", permission=EDIT)
def delete(flyer_id: uuid.UUID) -> ResponseReturnValue:
    """Into the bin, with a way back."""
    flyer = existing_flyer(flyer_id, lock=True)
    if flyer.published:
        require_permission(PUBLISH)
    bin_flyer(flyer=flyer)
    notify(_("Moved to the bin."), undo_url=url_for(".restore", flyer_id=flyer.id))
    return redirect(url_for(".index"))


@blueprint.post("/<uuid:flyer_id>/restore")
@policy("staff", permission=EDIT)
def restore(flyer_id: uuid.UUID) -> ResponseReturnValue:
    """Out of the bin, as it was."""
    flyer = flyer_by_id(flyer_id, lock=True) or abort(404)
    if flyer.published:
        require_permission(PUBLISH)
    restore_flyer(flyer=flyer)
    notify(_("The flyer is back as it was."))
    return redirect(url_for(".flyer", flyer_id=flyer.id))


@blueprint.get("/bin")
@policy("staff", permission=EDIT)
def binned() -> str:
    """Flyers in the bin."""
    may_forget = can_open("flyer_console.forget")
    lines = [
        {
            "title": title_of(flyer),
            "restore": url_for(".restore", flyer_id=flyer.id),
            "forget": may_forget and url_for(".forget", binned_id=flyer.id),
        }
        for flyer in flyers(in_bin=True)
    ]
    return render_template("flyer/console/bin.html", lines=lines)


@blueprint.get("/bin/<uuid:binned_id>")
@policy("admin")
def forget(binned_id: uuid.UUID) -> str:
    """The last question: what goes, what stays, which codes lead there."""
    flyer = _binned_flyer(binned_id)
    codes = [
        (link.channel or _("First code"), url_for("sharing_console.link", link_id=link.id))
        for link in links_of(flyer.id)
    ]
    return render_template(
        "flyer/console/forget.html", title=title_of(flyer), versions=flyer.versions, codes=codes
    )


@blueprint.post("/bin/<uuid:binned_id>")
@policy("admin")
def forget_for_good(binned_id: uuid.UUID) -> ResponseReturnValue:
    """Gone, with every version of it."""
    flyer = _binned_flyer(binned_id)
    title = title_of(flyer)
    erase_flyer(flyer=flyer)
    notify(_("“%(title)s” is gone for good.", title=title))
    return redirect(url_for(".binned"))


def _binned_flyer(flyer_id: uuid.UUID) -> Flyer:
    flyer = flyer_by_id(flyer_id, lock=True)
    if flyer is None or not flyer.is_deleted:
        abort(404)
    return flyer
