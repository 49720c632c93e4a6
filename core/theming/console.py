"""Choosing a look in the console."""

from flask import Blueprint, abort, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from core.i18n import gettext as _
from core.notices import notify
from core.policy import policy
from core.tenants.models import Tenant
from core.tenants.queries import tenant_by_id
from core.theming.forms import LookForm
from core.theming.loading import all_themes, theme_named
from core.theming.models import ThemeChoice
from core.theming.operations import choose_theme
from core.theming.own_colour import passing_main
from core.theming.public import choice_of

blueprint = Blueprint(
    "theming_console", __name__, subdomain="console", url_prefix="/settings/look", template_folder="templates"
)


@blueprint.route("/", methods=["GET", "POST"])
@policy("admin")
def look() -> ResponseReturnValue:
    """Every theme in every palette, drawn small; the shop's own colour beside the shade that can be read."""
    row = _row()
    choice = choice_of(row.theme)
    form = LookForm(look=_key(choice), own=choice.main is not None, main=choice.main or _theme_colour(choice))
    if form.validate_on_submit():
        choose_theme(tenant=row, choice=form.choice)
        back = url_for("theming_console.change_back", **choice.model_dump(exclude_none=True))
        notify(_("Changed. This is what customers see now."), undo_url=back)
        return redirect(url_for("theming_console.look"))
    shades = passing_main(theme_named(choice.name), choice.palette, choice.main) if choice.main else None
    page = render_template("theming/look.html", form=form, themes=all_themes(), choice=choice, shades=shades)
    return page, 422 if form.errors else 200


@blueprint.post("/back")
@policy("admin")
def change_back() -> ResponseReturnValue:
    """Undo the last change: the address carries the look before it."""
    choose_theme(tenant=_row(), choice=choice_of(request.args.to_dict()))
    notify(_("Changed back."))
    return redirect(url_for("theming_console.look"))


def _key(choice: ThemeChoice) -> str:
    theme = theme_named(choice.name)
    palette = choice.palette if choice.palette in theme.palettes else theme.first_palette
    return f"{theme.name}/{palette}"


def _theme_colour(choice: ThemeChoice) -> str:
    light, _dark = theme_named(choice.name).colours(choice.palette)
    return light["main"]


def _row() -> Tenant:
    return tenant_by_id(g.tenant.id) or abort(404)
