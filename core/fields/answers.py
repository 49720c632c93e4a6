"""The shapes of answers: JSON values that say what they are without their form.

A chosen option is its id; words of one's own beside the options are `{"other": "…"}`.

==================  =======================================
kind                canonical answer
==================  =======================================
single, dropdown    `"weekly"` or `{"other": "…"}`
multiple            `["shirts", "shoes", {"other": "…"}]`
rating, nps         `4`
short_text, …       `"…"` (date: ISO, phone: E.164)
number              `3` or `2.5`
consent             `True`
==================  =======================================

What was typed ("raw") has the same shapes with any content, so that it can be shown again.
No answer is no key.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from core.fields.say import Message

Answer = Any
Answers = Mapping[str, Answer]

OTHER = "_other"
"""The id of "something else"; no option can have it: ids begin with a letter or a digit."""


class AnswerError(Exception):
    """An answer cannot be taken; `message` says what to do, `brief` says it in the list at the top."""

    def __init__(self, message: Message, brief: Message | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.brief = brief or message


def chosen_options(answer: Answer) -> frozenset[str]:
    """Ids of the options in an answer to a choice; words of one's own count as `OTHER`."""
    items = answer if isinstance(answer, list) else [answer]
    return frozenset(item if isinstance(item, str) else OTHER for item in items if item is not None)


def other_words(answer: Answer) -> str:
    """Words of one's own in an answer to a choice, else an empty string."""
    items = answer if isinstance(answer, list) else [answer]
    return next((str(item.get("other") or "") for item in items if isinstance(item, dict)), "")


def answers_digest(answers: Answers) -> str:
    """The same for the same cleaned answers, whatever the order of their keys: the body of a form token."""
    body = json.dumps(answers, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(body.encode("utf-8", "surrogatepass")).hexdigest()
