"""What of a survey goes into a template that a business saves."""

from typing import Any

from hutong.starters import AS_IS, FORM_PAGE, KEY, OWNER, WORDS

POLICY: dict[str, Any] = {
    "surveys": [
        {
            "key": KEY,
            "title": WORDS,
            "intro": WORDS,
            "asks": {"who": OWNER, "why": WORDS, "keep_days": AS_IS, "nameless": AS_IS},
            "submit": WORDS,
            "thanks": {"title": WORDS, "text": WORDS},
            "cap": AS_IS,
            "state": AS_IS,
            "pages": [FORM_PAGE],
        }
    ]
}
