"""Words that an owner wrote, in the languages they wrote them in."""

import unicodedata
from typing import Annotated

from pydantic import AfterValidator, StringConstraints
from pydantic_core import PydanticCustomError

LanguageCode = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$")]
Text = dict[LanguageCode, str]

LINE_LENGTH = 300
PROSE_LENGTH = 5_000


def plain(value: str) -> str:
    """The same words without control characters (a database may refuse them), in one normal form."""
    unified = unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(c for c in unified if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cs"}).strip()


def _said(limit: int) -> AfterValidator:
    def check(text: Text) -> Text:
        if not any(words.strip() for words in text.values()):
            raise PydanticCustomError("nothing_said", "nothing is said here in any language")
        if any(len(words) > limit for words in text.values()):
            raise PydanticCustomError("words_too_long", "longer than {limit} characters", {"limit": limit})
        if any(words != plain(words) for words in text.values()):
            return {language: plain(words) for language, words in text.items()}
        return text

    return AfterValidator(check)


Line = Annotated[Text, _said(LINE_LENGTH)]
Prose = Annotated[Text, _said(PROSE_LENGTH)]
