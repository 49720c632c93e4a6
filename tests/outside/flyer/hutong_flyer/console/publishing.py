"""Up, down, and earlier versions."""

import uuid

from flask import abort, g, redirect, url_for
from flask.typing import ResponseReturnValue

from hutong import gettext as _, notify, policy
from hutong_flyer.console.blueprint import EDIT, PUBLISH, blueprint, existing_flyer
from hutong_flyer.operations import (
    NothingToSayError,
    bring_back_version,
    publish_flyer,
    put_up_again,
    withdraw_flyer,
)


@blueprint.post("/<uuid:flyer_id>/publish")
@policy("staff", permission=PUBLISH)
def publish(flyer_id: uuid.UUID) -> ResponseReturnValue:
    """Freeze the draft as what customers see."""
    flyer = existing_flyer(flyer_id, lock=True)
    try:
        publish_flyer(flyer=flyer, by=g.person.id)
    except NothingToSayError:
        notify(_("Without a headline nobody looks up. A few words are enough."), kind="bad")
        return redirect(url_for(".edit", flyer_id=flyer.id))
    notify(_("It is up. Print it, hang it, send it."))
    return redirect(url_for(".flyer", flyer_id=flyer.id))


@blueprint.post("/<uuid:flyer_id>/withdraw")
@policy("staff", permission=PUBLISH)
def withdraw(flyer_id: uuid.UUID) -> ResponseReturnValue:
    """Take it down, with a way back."""
    flyer = existing_flyer(flyer_id, lock=True)
    withdraw_flyer(flyer=flyer)
    undo = url_for(".put_up", flyer_id=flyer.id)
    notify(_("Taken down. Whoever scans its code is told so."), undo_url=undo)
    return redirect(url_for(".flyer", flyer_id=flyer.id))


@blueprint.post("/<uuid:flyer_id>/put-up")
@policy("staff", permission=PUBLISH)
def put_up(flyer_id: uuid.UUID) -> ResponseReturnValue:
    """Undo `withdraw`."""
    flyer = existing_flyer(flyer_id, lock=True)
    put_up_again(flyer=flyer)
    notify(_("It is up again."))
    return redirect(url_for(".flyer", flyer_id=flyer.id))


@blueprint.post("/<uuid:flyer_id>/versions/<int:number>/restore")
@policy("staff", permission=EDIT)
def bring_back(flyer_id: uuid.UUID, number: int) -> ResponseReturnValue:
    """Make an earlier version the draft."""
    flyer = existing_flyer(flyer_id, lock=True)
    try:
        bring_back_version(flyer=flyer, number=number)
    except LookupError:
        abort(404)
    notify(_("The earlier version is your draft now. Publish it when it is right."))
    return redirect(url_for(".edit", flyer_id=flyer.id))
