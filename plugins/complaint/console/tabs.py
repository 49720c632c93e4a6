"""The tool's own tabs: those of its views that exist."""

from datetime import date, datetime
from typing import Any

from flask import current_app, g, request, url_for

from hutong import lazy_gettext as _l
from plugins.complaint.console.blueprint import blueprint
from plugins.complaint.days import day_in_words, today, whole_day_in_words

TABS = (
    ("index", _l("Letters")),
    ("statistics", _l("Figures")),
    ("change_list", _l("Improved")),
    ("settings", _l("Settings")),
)


@blueprint.context_processor
def _tabs() -> dict[str, Any]:
    """`box_tabs` for templates: what a bar of views is drawn from."""
    here = (request.endpoint or "").rpartition(".")[2]
    found = []
    for name, label in TABS:
        endpoint = f"{blueprint.name}.{name}"
        if endpoint in current_app.view_functions:
            found.append(
                {
                    "url": url_for(endpoint),
                    "label": label,
                    "current": here == name or here.startswith(f"{name}_"),
                }
            )
    return {"box_tabs": found, "day_words": day_words, "time_words": time_words}


def day_words(day: date) -> str:
    """31 May; with the year, unless it is this one."""
    return day_in_words(day) if day.year == today(g.tenant).year else whole_day_in_words(day)


def time_words(moment: datetime) -> str:
    """22:05, where the community is."""
    return moment.astimezone(g.tenant.zone).strftime("%H:%M")
