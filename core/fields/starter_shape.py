"""What of a form's questions goes into a template that a business saves; see `core/starter_policy.py`."""

from typing import Any

from core.starter_policy import AS_IS, WORDS

QUESTION: dict[str, Any] = {
    "id": AS_IS,
    "kind": AS_IS,
    "title": WORDS,
    "help": WORDS,
    "required": AS_IS,
    "show_if": AS_IS,
    "options": [{"id": AS_IS, "label": WORDS, "exclusive": AS_IS}],
    "other": AS_IS,
    "min": AS_IS,
    "max": AS_IS,
    "icon": AS_IS,
    "low": WORDS,
    "high": WORDS,
    "autofill": AS_IS,
    "max_length": AS_IS,
    "pattern": AS_IS,
    "unit": WORDS,
    "decimals": AS_IS,
    "region": AS_IS,
    "statement": WORDS,
    "body": WORDS,
}
"""A question of any kind."""
FORM_PAGE: dict[str, Any] = {"title": WORDS, "questions": [QUESTION]}
"""A page of questions."""
