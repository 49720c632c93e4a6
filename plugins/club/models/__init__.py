"""Tables of the club.

`card`: the programme, its places, the members' cards, visits. `points`: the double-entry ledger and the rules
that write into it. `offers`: offers and the coupons issued from them. `plans`: memberships for sale.
Amounts of money are whole minor units of the programme's currency.
"""

from plugins.club.models.card import Badge, Member, Place, Programme, Tier, Visit
from plugins.club.models.offers import Coupon, Offer
from plugins.club.models.plans import Membership, Plan
from plugins.club.models.points import Entry, Lot, LotChange, Merging, Rule, Transfer

__all__ = [
    "Badge",
    "Coupon",
    "Entry",
    "Lot",
    "LotChange",
    "Member",
    "Membership",
    "Merging",
    "Offer",
    "Place",
    "Plan",
    "Programme",
    "Rule",
    "Tier",
    "Transfer",
    "Visit",
]
