"""The business's side: the counter, members, offers, points, memberships."""

from plugins.club.console import counter, plans, serving, setting_up
from plugins.club.console.blueprint import blueprint

__all__ = ["blueprint", "counter", "plans", "serving", "setting_up"]
