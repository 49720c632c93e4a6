"""The business's side: the counter, members, offers, points, memberships."""

from plugins.club.console import counter, setting_up
from plugins.club.console.blueprint import blueprint

__all__ = ["blueprint", "counter", "setting_up"]
