"""What cannot be done to a page."""

from plugins.site.blocks import Block


class SiteError(ValueError):
    """Something that cannot be done to a page; `reason` is a word that views turn into a sentence."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class BlockChangedError(SiteError):
    """Somebody else changed or deleted the block since it was opened. `theirs` is None when it is gone."""

    def __init__(self, theirs: Block | None) -> None:
        super().__init__("changed")
        self.theirs = theirs
