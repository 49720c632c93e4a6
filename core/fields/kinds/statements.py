"""Words to agree to, and words only to read."""

from core.fields.answers import Answer, AnswerError
from core.fields.kinds.kind import Column, Kind, Posted, not_understood
from core.fields.questions import Consent, Section
from core.fields.say import lazily as _

AGREED = "yes"


class Agreement(Kind[Consent]):
    """Raw: "yes". Canonical: True; not agreeing is no answer."""

    name = "consent"
    chart = "share"

    def clean(self, question: Consent, raw: Answer) -> Answer | None:
        if raw is True or raw == AGREED:
            return True
        raise AnswerError(not_understood())

    def missing(self, question: Consent) -> AnswerError:
        return AnswerError(_("We can only go on if you agree to this."), _("your agreement is needed"))

    def words(self, question: Consent, answer: Answer, language: str) -> str:
        return str(_("Agreed"))

    def cells(self, question: Consent, answer: Answer, language: str) -> dict[str, str]:
        return {question.id: "1"}


class Reading(Kind[Section]):
    """Asks nothing: whatever is sent under its name is not read."""

    name = "section"
    chart = "none"
    seconds = 4

    def read(self, question: Section, posted: Posted) -> Answer | None:
        return None

    def clean(self, question: Section, raw: Answer) -> Answer | None:
        raise AnswerError(not_understood())

    def columns(self, question: Section, language: str) -> list[Column]:
        return []

    def cells(self, question: Section, answer: Answer, language: str) -> dict[str, str]:
        return {}

    def tallies(self, question: Section, answer: Answer) -> list[str]:
        return []
