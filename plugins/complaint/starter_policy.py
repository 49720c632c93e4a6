"""What of a box goes into a template that a business saves: no letter and no key is in it to begin with."""

from typing import Any

from hutong.starters import AS_IS, KEY, OUT, QUESTION, WORDS

TERMS: dict[str, Any] = {
    "pack": AS_IS,
    "ack_days": AS_IS,
    "answer_days": AS_IS,
    "answer_months": AS_IS,
    "business_days": AS_IS,
    "country": AS_IS,
    "closed": OUT,  # days on which this business was away
}
POLICY: dict[str, Any] = {
    "boxes": [
        {
            "key": KEY,
            "title": WORDS,
            "intro": WORDS,
            "promise": WORDS,
            "thanks": WORDS,
            "ways": AS_IS,
            "terms": TERMS,
            "keep_days": AS_IS,
            "shows_names": AS_IS,
            "topics": [{"key": KEY, "title": WORDS, "hint": WORDS, "questions": [QUESTION]}],
        }
    ]
}
