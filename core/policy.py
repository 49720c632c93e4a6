"""Who may call a route: declared beside the route, checked here, default deny.

A route without a policy stops the start-up (`plugin_rules.check_routes`). Audiences, weakest first::

    anyone     nobody is asked who they are
    token      whoever holds an access token; the view itself checks it and answers 404 otherwise
    holder     whose page it is; the view asks `person_here` and answers 404 to anybody else
    account    signed in to the platform (a guest's trial counts)
    member, staff, admin, owner   a person of the tenant with at least that role
    operator   runs this installation

What a tenant's stranger asks for does not exist: 404 with the same body as a slug nobody has.
"""

from collections.abc import Callable, Container
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

from flask import current_app, request

Audience = Literal["anyone", "token", "holder", "account", "member", "staff", "admin", "owner", "operator"]
AUDIENCES: tuple[Audience, ...] = (
    "anyone",
    "token",
    "holder",
    "account",
    "member",
    "staff",
    "admin",
    "owner",
    "operator",
)
Role = Literal["owner", "admin", "staff", "member", "contact"]
ROLES: tuple[Role, ...] = ("contact", "member", "staff", "admin", "owner")
"""A person's role in a tenant, weakest first; a stronger one may do all that a weaker one may."""
_View = TypeVar("_View", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Policy:
    """The policy of one route."""

    audience: Audience
    permission: str = ""
    anonymous: bool = False
    when_closed: bool = False
    sealed: bool = False
    unmoved: bool = False


def policy(
    audience: Audience,
    *,
    permission: str = "",
    anonymous: bool = False,
    when_closed: bool = False,
    sealed: bool = False,
    unmoved: bool = False,
) -> Callable[[_View], _View]:
    """Declare who may call a view. Stands below ``@blueprint.route``, nearest to the function.

    `permission` (``plugin.verb``) names what the route does. It stands on routes for staff, from whom an
    owner or admin may withhold it; its words are in the manifest (`Manifest.permissions`).
    `anonymous` promises that nothing about the sender is kept: no session, cookie, address limiter, timed
    act or access-log line. `when_closed`: also answers while the tenant's public side is closed.
    `sealed` promises that what is sent is stored encrypted only; files sent to it, and to anonymous routes,
    stay in memory (`core/uploads.py`). `unmoved`: what is sent to an earlier address of the tenant is
    answered there, for senders that follow no redirect.
    """
    declared = Policy(audience, permission, anonymous, when_closed, sealed, unmoved)

    def declare(view: _View) -> _View:
        view.policy = declared  # type: ignore[attr-defined]
        return view

    return declare


def policy_of_request() -> Policy | None:
    """The policy of the route this request is for; None where no route was found."""
    view = current_app.view_functions.get(request.endpoint or "")
    found: Policy | None = getattr(view, "policy", None)
    return found


def stronger_role(one: str, other: str) -> str:
    """The one of two roles that may do all that the other may."""
    names: tuple[str, ...] = ROLES
    return max(one, other, key=names.index)


def may(
    policy: Policy,
    *,
    role: str | None,
    is_account: bool,
    is_operator: bool,
    withheld: Container[str] = (),
) -> bool:
    """Whether somebody with this role in the tenant (None: a stranger) may call a route of `policy`.

    `withheld` are permissions that staff do not have; other roles are not narrowed by it.
    """
    match policy.audience:
        case "anyone" | "token" | "holder":
            return True
        case "account":
            return is_account
        case "operator":
            return is_operator
        case audience:
            if role is None or ROLES.index(role) < ROLES.index(audience):
                return False
            return role != "staff" or not policy.permission or policy.permission not in withheld
