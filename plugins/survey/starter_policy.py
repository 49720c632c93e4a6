"""What of a survey goes into a template that a business saves."""

from typing import Any

from hutong.starters import AS_IS, FORM_PAGE, KEY, OUT, OWNER, WORDS, ByKind

_SURVEY: dict[str, Any] = {
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
POLICY: dict[str, Any] = {"surveys": [ByKind("state", {"draft": OUT}, other=_SURVEY)]}
