"""What happens to every request around its view: tenant, identity, policy, forgery checks, one commit.

Everything a view may rely on is set here: ``g.place``, ``g.tenant``, ``g.account``, ``g.person``.

One request is one transaction: what a view changed is committed before the answer leaves, unless the
answer says that it was refused (4xx, 5xx). A view that must keep something while it refuses (a counted
wrong guess) commits itself.
"""

from collections.abc import Callable

from flask import Flask, Response, abort, current_app, g, redirect, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import Forbidden, NotFound

from core.accounts.sessions import current_account
from core.database import begin_to_read, begin_to_write, db
from core.errors import CommunityClosed, ForgeryError
from core.extensions import csrf
from core.people.queries import person_of_account
from core.people.sessions import person_of_cookie
from core.people.withholding import withheld
from core.plugin_manager import plugins
from core.policy import Policy, may, policy_of_request
from core.surfaces import Place
from core.tenancy import bind_tenant
from core.tenants.queries import tenant_at
from core.urls import platform_url

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
LONGEST_NAME = 255
"""Bytes between two slashes: what a file system takes as one name."""


def init_gatekeeper(app: Flask) -> None:
    """Attach the steps, in the order in which they run."""
    steps: tuple[Callable[[], ResponseReturnValue | None], ...] = (
        _begin,
        _refuse_unreadable_address,
        _find_tenant,
        _refuse_unrouted,
        _refuse_disabled_tool,
        _identify,
        _enforce_policy,
        _receive,
        _refuse_forgery,
        _refuse_unreadable_form,
    )
    for step in steps:
        app.before_request(step)
    app.after_request(_end)


def _begin() -> None:
    g.place = request.environ.get("hutong.place", Place("platform"))
    g.tenant = g.account = g.person = None
    if request.method in SAFE_METHODS:
        begin_to_read()
    else:
        begin_to_write()


def _refuse_unreadable_address() -> None:
    """What no database and no file system takes is nobody's address."""
    if "\0" in request.path or any(len(part.encode()) > LONGEST_NAME for part in request.path.split("/")):
        abort(404)
    if any("\0" in text for pair in request.args.items(multi=True) for text in pair):
        abort(400)


def _receive() -> None:
    """Let the whole form arrive while no transaction is open.

    On SQLite a request that changes something keeps all others from writing: it must not wait for a phone
    at the end of a bad line. What was known before is read anew when it is asked for.
    """
    if request.method not in SAFE_METHODS:
        db.session.commit()
        request.form  # noqa: B018 - reading it is the point


def _refuse_unreadable_form() -> None:
    """Forms are fields of text: no JSON, which could put anything into them, and no zero bytes."""
    if request.method in SAFE_METHODS:
        return
    if request.is_json:
        abort(415)
    if any("\0" in text for pair in request.form.items(multi=True) for text in pair):
        abort(400)


def _end(response: Response) -> Response:
    if request.method not in SAFE_METHODS and response.status_code < 400:
        db.session.commit()
    return response


def _find_tenant() -> ResponseReturnValue | None:
    """Load the tenant of the address; an old slug redirects to the current one, for ever."""
    if g.place.surface == "platform":
        return None
    found = tenant_at(slug=g.place.slug, host=g.place.host)
    if found is None:
        if g.place.surface == "console":
            g.account = current_account()
            return _turn_stranger_away()
        abort(404)
    g.tenant, is_current = found
    if not is_current and not _is_unmoved():
        prefix = "/console/" if g.place.surface == "console" else "/"
        query = f"?{request.query_string.decode('latin1')}" if request.query_string else ""
        return redirect(f"{prefix}{g.tenant.slug}{request.path}{query}", code=308)
    bind_tenant(db.session(), g.tenant.id)
    return None


def _is_unmoved() -> bool:
    policy = policy_of_request()
    return policy is not None and policy.unmoved and request.method not in SAFE_METHODS


def _sign_in_first() -> ResponseReturnValue:
    return redirect(platform_url("accounts.sign_in", next=f"{request.script_root}{request.path}"))


def _refuse_unrouted() -> None:
    """Let Flask answer unknown routes, but only now that the tenant is known and its look can be used."""
    if isinstance(request.routing_exception, NotFound):
        abort(404)


def _refuse_disabled_tool() -> None:
    """Pages of a plugin that the tenant has not enabled do not exist; its data stays."""
    plugin = (request.blueprint or "").removesuffix("_console")
    if g.tenant is not None and plugin in plugins().manifests and plugin not in g.tenant.plugins:
        abort(404)


def _identify() -> None:
    policy = policy_of_request()
    if policy is not None and policy.anonymous:
        return
    if g.place.surface == "public":
        g.person = person_of_cookie(g.tenant.id)
        return
    g.account = current_account()
    if g.tenant is not None and g.account is not None:
        g.person = person_of_account(g.account.id)


def _refuse_forgery() -> None:
    """Cross-site requests that change something are refused; public forms carry a form token as well.

    Pages of anonymous routes name no referrer, so browsers send their forms with the origin ``null``. That is
    believed there alone: such a route knows nobody, so nobody's rights can be used behind their back.
    """
    if request.method in SAFE_METHODS:
        return
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        raise ForgeryError
    origin = request.headers.get("Origin")
    policy = policy_of_request()
    if origin == "null" and policy is not None and policy.anonymous:
        return
    if origin and origin.partition("://")[2] != request.host:
        raise ForgeryError
    if g.place.surface != "public" and current_app.config["WTF_CSRF_ENABLED"]:
        csrf.protect()


def _enforce_policy() -> ResponseReturnValue | None:
    policy = policy_of_request()
    if policy is None:
        if g.place.surface == "console" and g.person is None:
            return _turn_stranger_away()
        raise request.routing_exception or NotFound
    if g.place.surface == "public":
        _refuse_closed_community(policy)
    role = g.person.role if g.person is not None and g.person.state == "seated" else None
    is_operator = g.account is not None and g.account.is_operator
    lacks = g.person.withheld if role == "staff" else ()
    if may(policy, role=role, is_account=g.account is not None, is_operator=is_operator, withheld=lacks):
        return None
    if policy.permission and policy.permission in lacks:
        raise withheld(policy.permission)
    if g.place.surface == "public":
        return redirect(f"{request.script_root}/join")
    if role is not None:
        raise Forbidden
    return _turn_stranger_away()


def _turn_stranger_away() -> ResponseReturnValue:
    """The same for every address of a console that is not theirs, whether it exists or not."""
    if g.account is None:
        return _sign_in_first()
    raise NotFound


def _refuse_closed_community(policy: Policy) -> None:
    if g.tenant.is_closed and not policy.when_closed:
        raise CommunityClosed(expired=g.tenant.is_expired)
