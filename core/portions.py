"""Long files that are sent while they are read."""

import uuid
from collections.abc import Callable, Iterator

from flask import Response, g

from core.i18n import babel_locale, force_locale, interface_language
from core.tenancy import tenant_scope
from core.this_app import this_app

Portion = Callable[[uuid.UUID | None], tuple[str, uuid.UUID | None]]
"""Given the id to go on after (None: from the beginning), a text and the id to go on from (None: the end)."""


def send_in_portions(head: str, portion: Portion, *, name: str, mimetype: str) -> Response:
    """A file `name`: `head`, then one portion after the other, kept nowhere.

    Each is read in a context of its own, with this request's tenant and language: neither a transaction nor a
    connection is held while the other side takes its time.
    """
    response = Response(_texts(head, portion), mimetype=mimetype)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    response.headers["Cache-Control"] = "no-store"
    return response


def _texts(head: str, portion: Portion) -> Iterator[str]:
    app, tenant, language = this_app(), g.tenant, interface_language()

    def texts() -> Iterator[str]:
        yield head
        after: uuid.UUID | None = None
        while True:
            with app.app_context(), tenant_scope(tenant.id), force_locale(babel_locale(language)):
                g.tenant, g.language = tenant, language
                text, after = portion(after)
            yield text
            if after is None:
                return

    return texts()
