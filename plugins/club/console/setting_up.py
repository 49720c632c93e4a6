"""Opening the club: its name, what its points are called, the currency."""

from flask import g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from hutong import gettext as _, notify, policy, touch_tenant
from plugins.club.console.blueprint import blueprint
from plugins.club.forms import ProgrammeForm
from plugins.club.operations import set_up_club
from plugins.club.queries import programme


@blueprint.route("/set-up", methods=["GET", "POST"])
@policy("admin")
def set_up() -> ResponseReturnValue:
    """Ask for three things, and it is open."""
    if programme() is not None:
        return redirect(url_for("club_console.index"))
    form = ProgrammeForm(
        name=_("%(shop)s club", shop=g.tenant.name_in(g.tenant.languages[0])), points_name=_("points")
    )
    if form.validate_on_submit():
        language = g.tenant.languages[0]
        set_up_club(
            name={language: form.name.data},
            points_name={language: form.points_name.data},
            currency=form.currency.data,
        )
        touch_tenant(tenant_id=g.tenant.id)
        notify(_("Your club is open."))
        return redirect(url_for("club_console.index"))
    return render_template("club/console/set_up.html", form=form), 422 if form.errors else 200
