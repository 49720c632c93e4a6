"""The tool's own tabs: those of its views that exist."""

from datetime import date, datetime
from typing import Any

from babel.dates import format_date
from flask import current_app, g, request, url_for

from hutong import interface_language, lazy_gettext as _l
from plugins.complaint.console.blueprint import blueprint

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
    chinese = interface_language() == "zh"
    pattern = "M 月 d 日" if chinese else "d MMMM"
    if day.year != date.today().year:  # noqa: DTZ011 - at worst a year too many is said
        pattern = "y 年 M 月 d 日" if chinese else "d MMMM y"
    return str(format_date(day, pattern, locale="zh" if chinese else "en"))


def time_words(moment: datetime) -> str:
    """22:05, where the community is."""
    return moment.astimezone(g.tenant.zone).strftime("%H:%M")
