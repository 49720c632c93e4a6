"""The ledger of points as a file: sent while it is read."""

import uuid
from collections.abc import Iterator

from flask import Response, abort, current_app, g

from hutong import babel_locale, force_locale, interface_language, now, policy, tenant_scope
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
    response = Response(_portions(head, write), mimetype=mimetype)
    name = f"{g.tenant.slug}-points-{now().astimezone(g.tenant.zone):%Y%m%d}.{ending}"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    response.headers["Cache-Control"] = "no-store"
    return response


def _portions(head: str, write: Writer) -> Iterator[str]:
    """Each portion is read in a context of its own: none is open while the other side takes its time."""
    app, tenant, language = current_app._get_current_object(), g.tenant, interface_language()  # type: ignore[attr-defined]  # noqa: SLF001

    def portions() -> Iterator[str]:
        yield head
        after: uuid.UUID | None = None
        while True:
            with app.app_context(), tenant_scope(tenant.id), force_locale(babel_locale(language)):
                text, after = portion(tenant, write, after)
            yield text
            if after is None:
                return

    return portions()
