"""Two pages that several subjects fill, and the menu of the console; neither knows who fills them.

A piece is one `<section class="piece">` with an `<h2>` on the card, one `court` at the counter. Pieces stand
by `order`: points 10, coupons 20, memberships 30, friends 40.
"""

from hutong.pages import Pieces, Rooms
from plugins.club.models import Member, Programme

on_card: Pieces[[Programme, Member]] = Pieces()
"""Below the card on the customer's phone."""
at_counter: Pieces[[Programme, Member]] = Pieces()
"""Beside a member, when staff serve them."""

ROOMS = Rooms()
"""Members 10, offers 20, points 30, memberships 40, word of mouth 50, places 60, settings 90."""
