"""Writing memberships for sale down and changing them."""

from typing import Any

from hutong import db, first_link, now
from plugins.club.models import Plan


def create_plan(**values: Any) -> Plan:
    """A new one, on sale at once unless another `state` is given, with a share link."""
    plan = Plan(**{"state": "open"} | values)
    db.session.add(plan)
    db.session.flush()
    first_link(plugin="club", object_kind="plan", object_id=plan.id)
    return plan


def change_plan(*, plan: Plan, **values: Any) -> None:
    """Change what is written; who bought one keeps what they bought until its last day."""
    for name, value in values.items():
        setattr(plan, name, value)


def set_plan_state(*, plan: Plan, state: str) -> None:
    """Open, pause or close the sale."""
    plan.state = state


def bin_plan(*, plan: Plan) -> None:
    """Off the lists; memberships that were bought go on."""
    plan.deleted_at = now()


def restore_plan(*, plan: Plan) -> None:
    """Undo `bin_plan`."""
    plan.deleted_at = None
