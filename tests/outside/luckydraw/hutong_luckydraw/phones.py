"""The phone that draws, known by a cookie of its own: for draws that anyone may take part in.

It says nothing about who holds it. Whoever deletes it is a new phone to us, and the console says so.
"""

from flask import Response, request

from hutong import hash_token, new_token
from hutong.people import person_here
from hutong_luckydraw.queries import Player

COOKIE = "luckydraw_phone"
LIFE = 365 * 24 * 3600


def player_here() -> Player:
    """Whoever asks: the person this phone is known as, and the phone."""
    person, token = person_here(), request.cookies.get(COOKIE, "")[:64]
    return Player(person.id if person else None, hash_token(token) if token else "")


def remember_phone(response: Response) -> Response:
    """Give a phone that has none its cookie, on this tenant's pages of the lucky draw only."""
    if not request.cookies.get(COOKIE):
        response.set_cookie(
            COOKIE,
            new_token(),
            max_age=LIFE,
            path=f"{request.script_root}/luckydraw",
            secure=request.is_secure,
            httponly=True,
            samesite="Lax",
        )
    return response
