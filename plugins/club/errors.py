"""What can be refused, as the domain says it; views turn it into words."""


class ClubError(Exception):
    """Something the club does not do."""


class NotEnoughPointsError(ClubError):
    """The member has fewer points than that."""


class StoppedCardError(ClubError):
    """The card was stopped, or its holder left."""


class ClubPausedError(ClubError):
    """The club takes no new members at the moment."""
