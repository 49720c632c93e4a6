"""On the card: how much its holder was told and has not read yet."""

from flask import render_template, url_for

from hutong.people import unread_notices
from plugins.club.models import Member, Programme
from plugins.club.sections import on_card


@on_card(order=0)
def news(_run: Programme, member: Member) -> str:
    """A mark that leads to their page; nothing where there is nothing."""
    return render_template(
        "club/_news.html", count=unread_notices(member.person_id), url=url_for("people.me", _anchor="news")
    )
