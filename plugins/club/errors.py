"""What can be refused, as the domain says it; views turn it into words."""


class ClubError(Exception):
    """Something the club does not do."""


class NotEnoughPointsError(ClubError):
    """The member has fewer points than that."""


class StoppedCardError(ClubError):
    """The card was stopped, or its holder left."""


class ClubPausedError(ClubError):
    """The club takes no new members at the moment."""


class PlanClosedError(ClubError):
    """The membership is not for sale now; `why` is what `why_plan_closed` says."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class SoldOutError(ClubError):
    """No seat is left."""


class StateError(ClubError):
    """It is in a state in which that cannot be done; `state` says which."""

    def __init__(self, state: str) -> None:
        super().__init__(state)
        self.state = state
