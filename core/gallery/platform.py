"""The landing page with the gallery."""

from flask import Blueprint, render_template

from core.policy import policy

blueprint = Blueprint("gallery", __name__, subdomain="platform", template_folder="templates")


@blueprint.get("/")
@policy("anyone")
def landing() -> str:
    """What a visitor of the installation sees first."""
    return render_template("gallery/landing.html")
