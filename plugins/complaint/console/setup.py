"""Opening the box: a password, the recovery sheet, three of its words, and it is open.

The words of the sheet are made for one answer to one request. They are in no database, no session and no
address; what the next step needs to check them travels in the page, locked with the application's key.
"""

import base64
import binascii
import json
import secrets
from dataclasses import asdict, dataclass
from typing import Any

from flask import g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hutong import gettext as _, html_language, interface_language, notify, policy
from hutong.pages import qr_svg
from plugins.complaint.console.blueprint import blueprint
from plugins.complaint.console.desk import at_desk
from plugins.complaint.console.door import choose_password
from plugins.complaint.days import today
from plugins.complaint.errors import AlreadySetUpError
from plugins.complaint.keyholding import set_up_keyring
from plugins.complaint.queries import active_handlers, handler_of_person, keyring
from plugins.complaint.recovery import words_of
from plugins.complaint.resealing import cases_on_old_sheets, move_to_sheet, replace_sheet
from plugins.complaint.sealing import KeyPair, SealError, close_for_application, open_for_application, place
from plugins.complaint.unlocking import Desk

ASKED = 3
"""Words of the sheet that are typed back."""
_PURPOSE = "sheet"


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is known of a sheet between its page and its confirmation. `asked`: places (from 1) and words."""

    number: int
    public: str
    asked: dict[str, str]

    @classmethod
    def of(cls, number: int, pair: KeyPair, words: list[str]) -> "Sheet":
        """Draw the words to ask for."""
        places = sorted(secrets.SystemRandom().sample(range(len(words)), ASKED))
        return cls(number, pair.public.hex(), {str(place + 1): words[place] for place in places})

    def locked(self, desk: Desk) -> str:
        """For a hidden field of the page."""
        plain = json.dumps(asdict(self)).encode()
        return base64.urlsafe_b64encode(close_for_application(plain, _PURPOSE, _place(desk))).decode()

    @classmethod
    def unlocked(cls, text: str, desk: Desk) -> "Sheet | None":
        """The sheet of a hidden field; None for anything else."""
        try:
            plain = open_for_application(base64.urlsafe_b64decode(text), _PURPOSE, _place(desk))
            return cls(**json.loads(plain))
        except (SealError, binascii.Error, ValueError, TypeError):
            return None


def _place(desk: Desk) -> bytes:
    return place(desk.handler.tenant_id, desk.handler.id, _PURPOSE)


@blueprint.route("/setup", methods=["GET", "POST"])
@policy("admin")
def set_up() -> ResponseReturnValue:
    """First step: the box password of the first handler."""
    if keyring() is not None:
        return redirect(url_for("complaint_console.index"))
    if handler_of_person(g.person.id) is not None:
        return redirect(url_for("complaint_console.sheet"))
    return choose_password("complaint/console/setup.html", then=url_for("complaint_console.sheet"))


@blueprint.get("/sheet")
@policy("admin")
@at_desk
def sheet(_desk: Desk) -> ResponseReturnValue:
    """What the recovery sheet is, before it is made."""
    keys = keyring()
    return render_template(
        "complaint/console/sheet.html",
        keys=keys,
        behind=cases_on_old_sheets() if keys else 0,
        handlers=len(active_handlers()),
    )


@blueprint.post("/sheet/new")
@policy("admin")
@at_desk
def new_sheet(desk: Desk) -> ResponseReturnValue:
    """The words, once: to print or to write down."""
    pair = KeyPair.new()
    words, keys = words_of(pair, interface_language()), keyring()
    number = keys.sheet + 1 if keys else 1
    page = render_template(
        "complaint/console/words.html",
        words=words,
        words_language=html_language(interface_language()),
        picture=qr_svg(" ".join(words), _("The 24 words as a code")),
        locked=Sheet.of(number, pair, words).locked(desk),
        day=today(g.tenant),
        handlers=len(active_handlers()),
        number=number,
    )
    return _unkept(page)


@blueprint.post("/sheet/check")
@policy("admin")
@at_desk
def check_sheet(desk: Desk) -> ResponseReturnValue:
    """Ask for three of the words."""
    made = Sheet.unlocked(request.form.get("sheet", ""), desk)
    return _ask(made, desk) if made else _lost()


@blueprint.post("/sheet/confirm")
@policy("admin")
@at_desk
def confirm_sheet(desk: Desk) -> ResponseReturnValue:
    """The words are right: the box opens, or from now on the new sheet counts."""
    made = Sheet.unlocked(request.form.get("sheet", ""), desk)
    if made is None:
        return _lost()
    wrong = [number for number, word in made.asked.items() if _typed(number) != word]
    if wrong:
        return _ask(made, desk, wrong)
    return _open_the_box(made) if made.number == 1 else _let_it_count(made, desk)


def _open_the_box(made: Sheet) -> ResponseReturnValue:
    """The first sheet makes the community's keys; of two at once the first one does."""
    public, keys = bytes.fromhex(made.public), keyring()
    if keys is None:
        try:
            set_up_keyring(day=today(g.tenant), recovery_public=public)
            notify(_("The box is open. Customers can write now."))
        except AlreadySetUpError:
            keys = keyring()
    return (
        _outdone()
        if keys and keys.recovery_public != public
        else redirect(url_for("complaint_console.index"))
    )


def _let_it_count(made: Sheet, desk: Desk) -> ResponseReturnValue:
    """A new sheet in place of the one before it; letters move to it."""
    public, keys = bytes.fromhex(made.public), keyring(lock=True)
    if keys and keys.sheet == made.number - 1:
        replace_sheet(public=public)
    return moved(desk) if keys and keys.recovery_public == public else _outdone()


def _outdone() -> ResponseReturnValue:
    notify(_("Somebody else made a sheet meanwhile, and theirs counts. Tear this one up."), kind="bad")
    return redirect(url_for("complaint_console.sheet"))


@blueprint.post("/sheet/move")
@policy("admin")
@at_desk
def move_sheet(desk: Desk) -> ResponseReturnValue:
    """Go on sealing letters to the newest sheet."""
    return moved(desk) if keyring() is not None else redirect(url_for("complaint_console.set_up"))


def moved(desk: Desk) -> ResponseReturnValue:
    """One batch; the page sends itself again while letters are left."""
    left = move_to_sheet(desk)
    if left:
        total = max(_count("total"), left)
        return progress_page(
            _("Letters move to the new sheet"), url_for("complaint_console.move_sheet"), total, left
        )
    notify(_("The new sheet counts. Tear up the old one, unless a letter still needs it."))
    return redirect(url_for("complaint_console.sheet"))


def progress_page(title: str, action: str, total: int, left: int, **fields: Any) -> ResponseReturnValue:
    """A long job between two batches: how far it is, and a form that goes on by itself."""
    page = render_template(
        "complaint/console/progress.html", title=title, action=action, total=total, left=left, fields=fields
    )
    return _unkept(page)


def _count(name: str) -> int:
    text = request.form.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 9 else 0


def _ask(made: Sheet, desk: Desk, wrong: list[str] | None = None) -> ResponseReturnValue:
    page = render_template(
        "complaint/console/check.html",
        places=list(made.asked),
        wrong=wrong or [],
        typed={number: request.form.get(f"word_{number}", "") for number in made.asked},
        locked=made.locked(desk),
    )
    return _unkept(page, 422 if wrong else 200)


def _typed(number: str) -> str:
    return request.form.get(f"word_{number}", "").strip().casefold()


def _lost() -> ResponseReturnValue:
    notify(_("That page has been open too long. Make a new sheet and throw this one away."), kind="bad")
    return redirect(url_for("complaint_console.sheet"))


def _unkept(page: str, status: int = 200) -> ResponseReturnValue:
    response = make_response(page, status)
    response.headers["Cache-Control"] = "no-store"
    return response
