"""Personal links: a guest's own page, or a voter's, made from who they are: every mail can hold it again.

A link is signed, not stored. Whoever holds it is the guest; raising `Guest.link_number` ends those given out.
"""

import hashlib
import hmac
import uuid
from base64 import urlsafe_b64decode, urlsafe_b64encode

from hutong.secrets import application_keys
from plugins.meeting.models import Guest, Voter
from plugins.meeting.poll_queries import voter_by_id
from plugins.meeting.queries import guest_by_id

PURPOSE = "meeting guest link"
TO_VOTE = "meeting voter link"
TO_FEED = "meeting guest calendar"
_MAC = 16
_ID = 16


def guest_token(guest: Guest) -> str:
    """The token of a guest's personal link: 43 characters that need no escaping."""
    return _token(PURPOSE, guest.id, _of_guest(guest))


def guest_by_token(token: str) -> Guest | None:
    """Whose link it is; None for anything that was not given out, or is not valid any more."""
    guest_id, mac = _opened(token)
    guest = guest_by_id(guest_id) if guest_id else None
    return guest if guest is not None and _is_sealed(PURPOSE, _of_guest(guest), mac) else None


def feed_token(guest: Guest) -> str:
    """The token of a guest's calendar, which opens nothing else; `Guest.feed_number` ends it alone."""
    return _token(TO_FEED, guest.id, _of_feed(guest))


def guest_by_feed_token(token: str) -> Guest | None:
    """Whose calendar it is; None as with `guest_by_token`."""
    guest_id, mac = _opened(token)
    guest = guest_by_id(guest_id) if guest_id else None
    return guest if guest is not None and _is_sealed(TO_FEED, _of_feed(guest), mac) else None


def voter_token(voter: Voter) -> str:
    """The token of the link by which somebody changes what they said to a date poll."""
    return _token(TO_VOTE, voter.id, _of_voter(voter))


def voter_by_token(token: str) -> Voter | None:
    """Whose vote it is; None for anything that was not given out, or whose vote was removed."""
    voter_id, mac = _opened(token)
    voter = voter_by_id(voter_id) if voter_id else None
    return voter if voter is not None and _is_sealed(TO_VOTE, _of_voter(voter), mac) else None


def _of_guest(guest: Guest) -> str:
    return f"{guest.tenant_id}:{guest.id}:{guest.link_number}"


def _of_feed(guest: Guest) -> str:
    return f"{_of_guest(guest)}:{guest.feed_number}"


def _of_voter(voter: Voter) -> str:
    return f"{voter.tenant_id}:{voter.id}"


def _token(purpose: str, holder_id: uuid.UUID, said: str) -> str:
    sealed = holder_id.bytes + _seal(application_keys(purpose)[0], said)
    return urlsafe_b64encode(sealed).rstrip(b"=").decode()


def _opened(token: str) -> tuple[uuid.UUID | None, bytes]:
    """Whom a token names, and the seal it bears; nobody where it is none."""
    try:
        sent = urlsafe_b64decode(token + "=" * (-len(token) % 4))
    except ValueError:
        return None, b""
    return (uuid.UUID(bytes=sent[:_ID]), sent[_ID:]) if len(sent) == _ID + _MAC else (None, b"")


def _is_sealed(purpose: str, said: str, mac: bytes) -> bool:
    is_right = [hmac.compare_digest(_seal(key, said), mac) for key in application_keys(purpose)]
    return any(is_right)


def _seal(key: bytes, said: str) -> bytes:
    return hmac.new(key, said.encode(), hashlib.sha256).digest()[:_MAC]
