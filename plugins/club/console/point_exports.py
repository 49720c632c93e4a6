"""The ledger of points as a file: sent while it is read."""

from flask import Response, abort, g

from hutong import interface_language, now, policy
from hutong.exports import send_in_portions
from plugins.club.console.blueprint import blueprint
from plugins.club.console.points import EDIT
from plugins.club.exporting import (
    Writer,
    card_numbers,
    commodity_of,
    journal_head,
    journal_writer,
    portion,
    table_head,
    table_writer,
)
from plugins.club.queries import programme


@blueprint.get("/points.csv")
@policy("staff", permission=EDIT)
def points_csv() -> Response:
    """Every entry as a row."""
    return _file(table_head(), table_writer(g.tenant), "text/csv", "csv")


@blueprint.get("/points.journal")
@policy("staff", permission=EDIT)
def points_journal() -> Response:
    """Every event as a transaction of hledger."""
    run, language = programme() or abort(404), interface_language()
    head = journal_head(run, g.tenant, language, card_numbers())
    write = journal_writer(g.tenant, commodity_of(run, g.tenant, language))
    return _file(head, write, "text/plain", "journal")


def _file(head: str, write: Writer, mimetype: str, ending: str) -> Response:
    tenant = g.tenant
    name = f"{tenant.slug}-points-{now().astimezone(tenant.zone):%Y%m%d}.{ending}"
    return send_in_portions(head, lambda after: portion(tenant, write, after), name=name, mimetype=mimetype)
