"""How often something may be tried. Counters live where Flask-Limiter keeps its own (memory or Redis)."""

import hashlib

from flask_limiter.util import get_remote_address
from limits import RateLimitItem, parse

from core.extensions import limiter


def may_try(limit: str, *about: str) -> bool:
    """Count one try of what `about` names; False once there were more than `limit` ("10 per 15 minutes")."""
    return not limiter.enabled or limiter.limiter.hit(parse(limit), *map(_short, about))


def would_pass(limit: str, *about: str) -> bool:
    """Whether one more try would be let through, without counting it."""
    return not limiter.enabled or limiter.limiter.test(parse(limit), *map(_short, about))


def used_before(kind: str, value: str) -> bool:
    """Whether a one-time value was seen in the last hours; from now on it was."""
    item: RateLimitItem = parse("1 per 3 hours")
    return limiter.enabled and not limiter.limiter.hit(item, kind, _short(value))


def sender() -> str:
    """The network address a request comes from."""
    return str(get_remote_address())


def _short(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]
