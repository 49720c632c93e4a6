"""Customer club: a card, points, chained offers, memberships and word of mouth."""
