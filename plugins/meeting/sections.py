"""Three pages that several subjects fill, and the rooms of a meeting; none of them knows who fills them.

A piece is one `<section>` with an `<h2>` on public pages (or a lone link), one `court` in the console. Places
by `order`: date poll 10, calendar 15, registration 20, agenda 30, live 40, minutes 50.
"""

from hutong.pages import Pieces, Rooms
from plugins.meeting.models import Guest, Meeting

on_page: Pieces[[Meeting]] = Pieces()
"""Below the head of the meeting's public page, which is kept: nothing of who looks stands there and
no form with a token; a change of what it shows calls `touch_tenant`, what follows the clock `changes_at`."""
on_ticket: Pieces[[Meeting, Guest]] = Pieces()
"""On the page that is a guest's own: invitation, ticket, what is open to them."""
in_hub: Pieces[[Meeting]] = Pieces()
"""On the meeting's first page in the console: what it needs from its organiser, and how it stands."""

ROOMS = Rooms()
"""Parts of a meeting's console; their endpoints take `meeting_id`.

Date poll 10, guests 20, agenda 30, door 40, live 50, minutes 60, settings 90.
"""
