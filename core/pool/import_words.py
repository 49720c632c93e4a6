"""Files and rows of people in the reader's words: what each column is, what is wrong, and what to do."""

from flask_babel import lazy_gettext as _l

from core.i18n import gettext as _, ngettext
from core.pool.import_rows import LONGEST, MOST_TAGS
from core.pool.import_text import MOST_BYTES, MOST_COLUMNS, MOST_ROWS, FileReason

FIELD_NAMES = {
    "": _l("Leave out"),
    "name": _l("Name"),
    "phone": _l("Phone"),
    "email": _l("E-mail"),
    "number": _l("Customer number"),
    "note": _l("Note"),
    "tags": _l("Tags"),
}
STATES = {
    "preview": _l("Not brought in yet"),
    "queued": _l("Coming in"),
    "working": _l("Coming in"),
    "done": _l("Brought in"),
    "undoing": _l("Being undone"),
    "undone": _l("Undone"),
    "failed": _l("Did not work"),
}
_SAVE_AS_CSV = _l("Open it in your spreadsheet, choose “Save as”, then “CSV UTF-8”, and bring that file.")


def file_fault(reason: FileReason) -> str:
    """Why nobody can be read from a file, and what helps."""
    match reason:
        case "empty":
            return _("There is nobody in this file. It needs a row for each person.")
        case "picture":
            return _("This is a picture, whatever its name says. %(help)s", help=_SAVE_AS_CSV)
        case "excel":
            return _("This is an Excel file; we read CSV. %(help)s", help=_SAVE_AS_CSV)
        case "pdf" | "binary":
            return _("This is not a table. %(help)s", help=_SAVE_AS_CSV)
        case "large":
            return _(
                "This file is larger than %(limit)d MB. Part it into several; nobody comes in twice.",
                limit=MOST_BYTES // 1024 // 1024,
            )
        case "rows":
            return _(
                "This file has more than %(limit)s rows. Part it into several; nobody comes in twice.",
                limit=f"{MOST_ROWS:,}",
            )
        case "columns":
            return _("A row of this file has more than %(limit)d columns.", limit=MOST_COLUMNS)
        case "quotes":
            return _("A quotation mark in this file is opened and never closed. Mend that row and try again.")
        case "encoding":
            return _("In this encoding the file cannot be read. Choose another, or save it as UTF-8.")


def row_fault(reason: str, about: str | int) -> str:
    """What is wrong with a row."""
    match reason:
        case "repeat":
            return _("Stood in row %(row)s already.", row=about)
        case "long" if about == "tags":
            return _(
                "Too many tags, or one is too long: %(tags)d of %(limit)d characters at most.",
                tags=MOST_TAGS,
                limit=LONGEST["tags"],
            )
        case "long":
            return _(
                "%(field)s is longer than %(limit)d characters.",
                field=FIELD_NAMES[str(about)],
                limit=LONGEST[str(about)],
            )
        case "formula":
            return _("%(field)s is a formula, not a text.", field=FIELD_NAMES[str(about)])
        case _:
            return str(_ROWS[reason])


_ROWS = {
    "email": _l("The e-mail has a slip in it."),
    "phone": _l("The phone is no number."),
    "shortened": _l("Your spreadsheet has shortened the phone (like 1.38E+10). Format that column as text."),
    "nobody": _l("No name, no phone and no e-mail."),
    "cells": _l("More cells than columns: perhaps a comma inside a text."),
    "quote": _l("A quotation mark is not closed, so several rows became one."),
    "left": _l("Has left your community, and stays out."),
}


def how_many_come(counts: dict[str, int]) -> str:
    """The button that brings them in."""
    number = counts["new"] + counts["known"]
    return ngettext("Bring %(num)s person in", "Bring %(num)s people in", number)
