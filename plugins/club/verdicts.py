"""What rules say of an amount, in words: the calculator."""

from hutong import TenantInfo, gettext as _, interface_language
from hutong.money import format_money
from plugins.club.models import Rule
from plugins.club.point_forms import KINDS
from plugins.club.rules import Verdict


def rule_name(rule: Rule, tenant: TenantInfo) -> str:
    """A rule's title, else what it is for."""
    return tenant.text(rule.title, interface_language()) or str(KINDS[rule.kind])


def rule_in_words(rule: Rule, currency: str) -> str:
    """``1 for each full ¥1``."""
    if rule.kind == "amount":
        each = format_money(rule.per_amount, currency)
        return _("%(count)s for each full %(amount)s", count=rule.points, amount=each)
    return _("%(count)s each time", count=rule.points)


def why_in_words(verdict: Verdict, currency: str) -> str:
    """How a rule came to its points, or why there are none."""
    rule = verdict.rule
    match verdict.why:
        case "off":
            return _("Switched off")
        case "weekday":
            return _("Not on this weekday")
        case "early":
            return _("It has not begun on this day")
        case "over":
            return _("It is over on this day")
        case "minimum":
            return _("Only from %(amount)s", amount=format_money(rule.minimum, currency))
        case "little":
            return _("Less than one full %(amount)s", amount=format_money(rule.per_amount, currency))
        case "cap":
            return _("The limit of %(count)s a day is reached", count=rule.daily_cap)
        case _ if verdict.cut:
            return _("%(count)s more go over the limit of a day", count=verdict.cut)
    return rule_in_words(rule, currency)
