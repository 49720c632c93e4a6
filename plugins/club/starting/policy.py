"""What of a club goes into a template that a business saves."""

from typing import Any

from hutong.starters import AS_IS, KEY, OUT, WORDS

POLICY: dict[str, Any] = {
    "name": WORDS,
    "points_name": WORDS,
    "welcome": WORDS,
    "currency": AS_IS,
    "expiry": AS_IS,
    "expiry_months": AS_IS,
    "tier_months": AS_IS,
    "asks_birthday": AS_IS,
    "transfer_details": OUT,  # whose account the money goes to
    "places": [{"key": KEY, "name": WORDS, "position": AS_IS}],
    "rules": [
        {
            "key": KEY,
            "kind": AS_IS,
            "title": WORDS,
            "points": AS_IS,
            "per_amount": AS_IS,
            "minimum": AS_IS,
            "daily_cap": AS_IS,
            "limits": AS_IS,
        }
    ],
    "tiers": [
        {
            "key": KEY,
            "name": WORDS,
            "benefits": WORDS,
            "threshold": AS_IS,
            "discount_percent": AS_IS,
            "colour": AS_IS,
        }
    ],
    "badges": [{"key": KEY, "name": WORDS, "icon": AS_IS, "kind": AS_IS, "threshold": AS_IS}],
    "plans": [
        {
            "key": KEY,
            "name": WORDS,
            "benefits": WORDS,
            "price": AS_IS,
            "months": AS_IS,
            "seats": AS_IS,
            "discount_percent": AS_IS,
            "tier": KEY,
            "hold_days": AS_IS,
            "state": AS_IS,
        }
    ],
    "offers": [
        {
            "key": KEY,
            "title": WORDS,
            "text": WORDS,
            "kind": AS_IS,
            "value": AS_IS,
            "pieces": AS_IS,
            "price": AS_IS,
            "price_points": AS_IS,
            "cost": OUT,  # what it costs the business is nobody else's
            "plan": KEY,
            "claim": AS_IS,
            "cap": AS_IS,
            "per_member": AS_IS,
            "valid_days": AS_IS,
            "hours": AS_IS,
            "places": KEY,
            "giftable": AS_IS,
            "next": KEY,
            "next_when": AS_IS,
            "state": AS_IS,
        }
    ],
}
