"""Ready-made questions: what shops of every trade ask, worded well in both languages."""

from copy import deepcopy
from typing import Any

from hutong import text_in
from hutong.fields import new_id


def _options(*labels: tuple[str, str]) -> list[dict[str, Any]]:
    return [
        {"id": f"o{number}", "label": {"zh": zh, "en": en}} for number, (zh, en) in enumerate(labels, start=1)
    ]


READY: dict[str, dict[str, Any]] = {
    "again": {
        "kind": "single",
        "title": {"zh": "下次您还会来吗？", "en": "Will you come again?"},
        "options": _options(("会", "Yes"), ("看情况", "Perhaps"), ("不会", "No")),
    },
    "heard": {
        "kind": "single",
        "title": {"zh": "您从哪儿知道我们的？", "en": "How did you hear of us?"},
        "options": _options(
            ("路过看到", "I was passing by"),
            ("朋友介绍", "From a friend"),
            ("网上看到", "Online"),
        ),
        "other": True,
    },
    "recommend": {
        "kind": "nps",
        "title": {"zh": "会把我们推荐给朋友吗？", "en": "Would you recommend us to a friend?"},
        "low": {"zh": "完全不会", "en": "not at all"},
        "high": {"zh": "一定会", "en": "certainly"},
    },
    "stars": {
        "kind": "rating",
        "title": {"zh": "总的来说，给我们几颗星？", "en": "All in all, how many stars?"},
    },
    "better": {
        "kind": "long_text",
        "title": {"zh": "哪里可以做得更好？", "en": "What could we do better?"},
        "help": {"zh": "照直说就好。", "en": "Please be frank."},
    },
    "liked": {"kind": "short_text", "title": {"zh": "最喜欢哪一点？", "en": "What did you like most?"}},
    "reply": {
        "kind": "phone",
        "title": {"zh": "想听回音，留个电话", "en": "Want an answer? Leave your number"},
        "help": {"zh": "选答。只用来回这一次，不发广告。", "en": "Optional. We’ll use it once, to reply."},
    },
}


def ready_choices(draft: dict[str, Any], language: str) -> list[dict[str, str]]:
    """The ready-made questions that the draft does not ask yet."""
    asked = {title for page in draft["pages"] for q in page["questions"] for title in q["title"].values()}
    return [
        {"value": name, "label": text_in(question["title"], language)}
        for name, question in READY.items()
        if not asked & set(question["title"].values())
    ]


def ready_question(name: str) -> dict[str, Any] | None:
    """A ready-made question with an id of its own."""
    return {"id": new_id(), **deepcopy(READY[name])} if name in READY else None
