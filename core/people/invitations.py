"""Invitations: a link that lets its holder join with a role, once, within two weeks."""

import uuid
from datetime import timedelta

from sqlalchemy import select, update

from core.codes import hash_token, new_token
from core.database import changed_rows, db, now
from core.people.models import Invitation
from core.policy import Role

LIFE = timedelta(days=14)


def invite(*, role: Role, note: str = "", invited_by: uuid.UUID | None = None) -> tuple[Invitation, str]:
    """A new invitation and its token, which is shown once and stored hashed."""
    token = new_token()
    invitation = Invitation(
        token_hash=hash_token(token), role=role, note=note, invited_by=invited_by, expires_at=now() + LIFE
    )
    db.session.add(invitation)
    db.session.flush()
    return invitation, token


def invitation_by_token(token: str) -> Invitation | None:
    """The invitation that can still be accepted with `token`."""
    return db.session.scalar(
        select(Invitation).where(
            Invitation.token_hash == hash_token(token),
            Invitation.accepted_at.is_(None),
            Invitation.revoked_at.is_(None),
            Invitation.expires_at > now(),
        )
    )


def use_up(*, invitation: Invitation) -> bool:
    """Accept it; False where somebody else was faster."""
    used = changed_rows(
        update(Invitation)
        .where(
            Invitation.id == invitation.id,
            Invitation.accepted_at.is_(None),
            Invitation.revoked_at.is_(None),
        )
        .values(accepted_at=now())
    )
    return used > 0


def revoke(*, invitation_id: uuid.UUID) -> None:
    """Take an invitation back; its link then says so. Safe to repeat."""
    db.session.execute(
        update(Invitation)
        .where(Invitation.id == invitation_id, Invitation.accepted_at.is_(None))
        .values(revoked_at=now())
    )
