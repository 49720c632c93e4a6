"""The console's first page: today."""

from flask import Blueprint, g, render_template

from core.i18n import interface_language
from core.plugin_manager import plugins
from core.policy import policy

blueprint = Blueprint("console", __name__, subdomain="console", template_folder="templates")


@blueprint.get("/")
@policy("staff")
def today() -> str:
    """Figures of the day, what waits for the owner, and the cards of the tools."""
    engine = plugins()
    cards = engine.gather(g.tenant, "slot", name="console.today", language=interface_language())
    waiting = engine.gather_items(g.tenant, "waiting")
    return render_template("console/today.html", cards=[card for _, card in cards], waiting=waiting)
