"""A winner whom we know is told, so that the prize is found again."""

from hutong import gettext as _, public_url, tenant_in_scope
from hutong.people import speaking_to, tell_person
from hutong_luckydraw.models import Turn


def tell_winner(turn: Turn) -> None:
    """Tell who won where the prize's code is; a stranger's phone keeps it alone."""
    if turn.person_id is None:
        return
    tenant = tenant_in_scope()
    with speaking_to(turn.person_id) as language:
        tell_person(
            person_id=turn.person_id,
            key=f"luckydraw/won/{turn.id}",
            thread="luckydraw",
            subject=_("You won: %(prize)s", prize=tenant.text(turn.prize_name, language)),
            text=_("Show the code at the counter."),
            url=public_url(tenant, "luckydraw.turn", turn_code=turn.code),
        )
