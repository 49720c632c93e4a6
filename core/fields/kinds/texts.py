"""Words of one's own."""

import functools

import re2

from core.fields.answers import Answer, AnswerError
from core.fields.kinds.choices import too_long
from core.fields.kinds.kind import Kind, text_of
from core.fields.questions import LongText, ShortText
from core.fields.say import lazily as _
from core.fields.text import plain


@functools.lru_cache(maxsize=256)
def _expression(pattern: str) -> "re2._Regexp":
    options = re2.Options()
    options.log_errors = False
    options.max_mem = 1 << 20
    return re2.compile(pattern, options)


class Writing(Kind[ShortText | LongText]):
    """Raw: what was typed."""

    def __init__(self, name: str, seconds: int) -> None:
        self.name = name
        self.seconds = seconds

    def clean(self, question: ShortText | LongText, raw: Answer) -> Answer | None:
        words = plain(text_of(raw))
        if not any(letter.isprintable() and letter != " " for letter in words):
            return None  # spaces of no width are no answer either
        if isinstance(question, ShortText):
            words = " ".join(words.split())
        if len(words) > question.max_length:
            raise too_long(len(words), question.max_length)
        if isinstance(question, ShortText) and not _fits(question.pattern, words):
            raise AnswerError(_("This is not written the way it is asked for; see the line above."))
        return words


def _fits(pattern: str | None, words: str) -> bool:
    return pattern is None or _expression(pattern).fullmatch(words) is not None
