"""What the box offers to the rest of the house: menu, share targets, a card on pages, what waits."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from flask import g, render_template
from markupsafe import Markup

from hutong import (
    MenuEntry,
    PageBlock,
    ShareTarget,
    TenantInfo,
    WaitingItem,
    babel_locale,
    console_url,
    force_locale,
    gettext as _,
    interface_language,
    ngettext,
    public_url,
)
from plugins.complaint.days import today
from plugins.complaint.improving import changes
from plugins.complaint.inbox import late_count
from plugins.complaint.models import Box
from plugins.complaint.queries import (
    active_handlers,
    boxes,
    handler_of_person,
    is_set_up,
    keyring,
    unread_count,
)
from plugins.complaint.readiness import obstacles


def menu_entries(tenant: TenantInfo, language: str) -> Iterator[MenuEntry]:
    """Every box that takes letters, and what came of letters."""
    for box in open_boxes():
        yield MenuEntry(tenant.text(box.title, language), _address(tenant, box), "mail", order=80)
    if changes(published_only=True, limit=1):
        address = public_url(tenant, "complaint.improvements")
        yield MenuEntry(_("You said, we did"), address, "check", order=81)


def open_boxes() -> list[Box]:
    """Boxes that take letters: somebody can read them, and the owner has not closed them."""
    return [box for box in boxes() if box.state == "open"] if is_set_up() else []


def share_targets(tenant: TenantInfo, object_id: UUID | None = None) -> Iterator[ShareTarget]:
    """Every box, or the one asked for; a draft until somebody can read what is written."""
    readable = is_set_up()
    for box in boxes():
        if object_id in (None, box.id):
            yield ShareTarget(
                plugin="complaint",
                kind="box",
                id=box.id,
                title=tenant.text(box.title, interface_language()),
                url=_address(tenant, box),
                key=box.starter_key or box.code,
                state=box.state if readable else "draft",  # type: ignore[arg-type]
                summary=tenant.text(box.texts.get("intro"), interface_language()),
                icon="mail",
                poster=("", _("Scan and tell us"), _("We read every word")),
                anonymous=True,
            )


def page_blocks(tenant: TenantInfo) -> Sequence[PageBlock]:
    """The card that leads to a box; it shows nothing while the box takes no letters."""

    def choices(language: str) -> list[tuple[str, str]]:
        return [(box.starter_key or box.code, tenant.text(box.title, language)) for box in boxes()]

    def render(key: str, language: str, button: str) -> Markup:
        for box in open_boxes():
            if key in (box.starter_key, box.code):
                return _card(tenant, box, language, button)
        return Markup()

    title = {"zh": "投诉信箱", "en": "Complaint box"}
    return [PageBlock("complaint.box", title, "mail", "box", choices, render)]


def _card(tenant: TenantInfo, box: Box, language: str, button: str) -> Markup:
    with force_locale(babel_locale(language)):
        card = render_template(
            "complaint/_box.html",
            title=tenant.text(box.title, language),
            intro=tenant.text(box.texts.get("intro"), language),
            promise=tenant.text(box.texts.get("promise"), language),
            url=_address(tenant, box),
            button=button,
        )
    return Markup(card)  # noqa: S704 - our own template, autoescaped


def waiting_items(tenant: TenantInfo) -> Iterator[WaitingItem]:
    """Letters that nobody has opened, for the handler who looks; a box that nobody can read yet."""
    if not is_set_up():
        if boxes():
            yield WaitingItem(
                _("Your complaint box is still shut"),
                _("Choose a password and print a key; then customers can write"),
                console_url(tenant, "complaint_console.index"),
                "mail",
                new=False,
            )
        return
    person = g.get("person")
    handler = handler_of_person(person.id) if person is not None else None
    unread = unread_count(handler.id) if handler is not None else 0
    if unread:
        yield WaitingItem(
            ngettext("%(num)s letter to read", "%(num)s letters to read", unread),
            _("In the complaint box"),
            console_url(tenant, "complaint_console.index"),
            "mail",
        )


def today_card(tenant: TenantInfo) -> Markup | None:
    """What keeps letters from being read, for those who can mend it, and what is late, for its handler."""
    person = g.get("person")
    if person is None or not boxes():
        return None
    handler = handler_of_person(person.id)
    late = late_count(handler.id, today(tenant)) if handler is not None else 0
    may_settle = person.role in ("owner", "admin") and (keyring() is not None or active_handlers())
    found = obstacles(interface_language()) if may_settle else []  # not begun at all: see `waiting_items`
    if not late and not found:
        return None
    card = render_template("complaint/console/_today.html", tenant=tenant, late=late, obstacles=found)
    return Markup(card)  # noqa: S704 - our own template, autoescaped


def _address(tenant: TenantInfo, box: Box) -> str:
    return public_url(tenant, "complaint.choose", code=box.code)
