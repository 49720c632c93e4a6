"""The console's first page and the page of everything that has no tab."""

from datetime import date
from zoneinfo import ZoneInfo

from flask import Blueprint, g, render_template
from flask_babel import format_date

from core.acts.queries import busiest_link, daily_counts
from core.console.shell import TOOL_TABS, tool_manifests, waiting_items
from core.database import now
from core.i18n import gettext as _, interface_language
from core.plugin_manager import plugins
from core.policy import policy
from core.qr import qr_svg
from core.sharing.models import ShareLink
from core.sharing.queries import all_links, link_by_id, share_address
from core.tenants.queries import tenant_by_id

blueprint = Blueprint("console", __name__, subdomain="console", template_folder="templates")


@blueprint.get("/")
@policy("staff")
def today() -> str:
    """Figures of the day, the code that works best, what waits, and the cards of the tools."""
    zone = g.tenant.zone
    visits, answers = daily_counts("visit", zone), daily_counts("complete", zone, days=2)
    cards = plugins().gather(g.tenant, "slot", name="console.today", language=interface_language())
    return render_template(
        "console/today.html",
        greeting=_greeting(zone),
        day=_date_line(now().astimezone(zone).date()),
        visits=[(_day_name(day, last=day == visits[-1][0]), count) for day, count in visits],
        answers_today=answers[-1][1],
        visits_change=visits[-1][1] - visits[-2][1],
        give=_best_code(zone),
        waiting=waiting_items(),
        cards=[card for _name, card in cards],
    )


@blueprint.get("/more")
@policy("staff")
def more() -> str:
    """Everything that has no tab of its own."""
    return render_template(
        "console/more.html", tools=tool_manifests()[TOOL_TABS:], row=tenant_by_id(g.tenant.id)
    )


def _greeting(zone: ZoneInfo) -> str:
    hour = now().astimezone(zone).hour
    name = g.person.name
    if hour < 5 or hour >= 18:
        return _("Good evening, %(name)s", name=name) if name else _("Good evening")
    if hour < 11:
        return _("Good morning, %(name)s", name=name) if name else _("Good morning")
    return _("Good afternoon, %(name)s", name=name) if name else _("Good afternoon")


def _date_line(day: date) -> str:
    return str(format_date(day, "M 月 d 日，EEE" if interface_language() == "zh" else "EEEE, d MMMM"))


def _day_name(day: date, *, last: bool) -> str:
    return _("Today") if last else str(format_date(day, "ccccc" if interface_language() == "zh" else "ccc"))


def _best_code(zone: ZoneInfo) -> dict[str, object] | None:
    """The code that was scanned most today, else the first there is, ready to be drawn."""
    busiest = busiest_link(zone)
    link = link_by_id(busiest[0]) if busiest else None
    if link is None or link.shared_by is not None:  # a member's own link is theirs to give
        busiest, link = None, _first_code()
    if link is None:
        return None
    address = share_address(g.tenant, link)
    return {
        "link": link,
        "scans": busiest[1] if busiest else 0,
        "svg": qr_svg(address, _("QR code for %(address)s", address=address)),
    }


def _first_code() -> ShareLink | None:
    """The first code of the tool that stands last: pages come first, what asks for an answer after them."""
    order = {name: position for position, name in enumerate(plugins().names)}
    links = [link for link in all_links() if link.plugin in g.tenant.plugins & order.keys()]
    return max(links, key=lambda link: order[link.plugin], default=None)
