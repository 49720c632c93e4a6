"""What a box asks, as a form: what it is about, the words, the topic's own questions, who must not read it.

A form belongs to one box, one way of writing and one language. It is built anew for each request from the
rows that it shows, and compiled once: the digest of its definition is part of the key.
"""

import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from flask import g

from hutong import gettext as _, interface_language, text_in
from hutong.fields import CompiledPages, FormDefinition, compile_pages
from hutong.pages import Kept
from plugins.complaint.callings import callings
from plugins.complaint.letters import Identity, Letter
from plugins.complaint.models import Box, Topic
from plugins.complaint.queries import active_handlers, topics_of

TOPIC, TEXT, EXCLUDED, NAME, CONTACT = "topic", "text", "not", "name", "contact"
LONGEST = 5_000
"""Characters of a letter."""


@dataclass(frozen=True, slots=True)
class Asking:
    """One box's form in one language, ready to be asked."""

    box_id: uuid.UUID
    code: str
    is_named: bool
    language: str
    heading: str
    digest: str
    compiled: CompiledPages
    own: Mapping[str, tuple[str, str]]
    """Topic key and question id of the topics' own questions, by their id in this form."""
    only_topic: str
    """The key of the box's topic where it has just one, which is not asked."""

    @property
    def purpose(self) -> str:
        """What its form tokens are for."""
        return "complaint.named" if self.is_named else "complaint"

    @property
    def definition(self) -> FormDefinition:
        """The questions."""
        return self.compiled.definition

    def topic_key(self, answers: Mapping[str, Any]) -> str:
        """What these answers are about."""
        return self.only_topic or str(answers[TOPIC])

    def letter(self, answers: Mapping[str, Any], topic: Topic) -> Letter:
        """The letter in these answers; its questions are kept as they were asked."""
        given = {name: answers[form_id] for form_id, (key, name) in self.own.items() if form_id in answers}
        return Letter(
            text=str(answers[TEXT]),
            language=self.language,
            answers=given,
            questions=tuple(question for question in topic.questions if question["id"] in given),
        )


def identity_in(answers: Mapping[str, Any]) -> Identity:
    """Who wrote, of a named letter."""
    return Identity(name=str(answers[NAME]), contact=str(answers[CONTACT]))


def excluded_in(answers: Mapping[str, Any]) -> list[uuid.UUID]:
    """The handlers who must not see it."""
    return [uuid.UUID(handler_id) for handler_id in answers.get(EXCLUDED, [])]


_compiled: Kept[CompiledPages] = Kept(400)


def asking_of(box: Box, *, is_named: bool) -> Asking | None:
    """The form of a box in the reader's language; None while it has no topic to write about."""
    topics = topics_of(box.id)
    if not topics:
        return None
    language = interface_language()
    own: dict[str, tuple[str, str]] = {}
    questions = [*_topic_questions(topics, language, own), *_common_questions(language, is_named=is_named)]
    data = {"pages": [{"questions": questions}]}
    written = json.dumps(data, sort_keys=True, ensure_ascii=False)
    digest = blake2b(f"{language}:{is_named}:{written}".encode(), digest_size=12).hexdigest()
    key = (g.tenant.id, box.id, digest)
    return Asking(
        box_id=box.id,
        code=box.code,
        is_named=is_named,
        language=language,
        heading=text_in(box.title, language, g.tenant.languages),
        digest=digest,
        compiled=_compiled.get(key, lambda: compile_pages(FormDefinition.from_data(data), language)),
        own=own,
        only_topic=topics[0].key if len(topics) == 1 else "",
    )


def _topic_questions(
    topics: Sequence[Topic], language: str, own: dict[str, tuple[str, str]]
) -> list[dict[str, Any]]:
    """What it is about, the words, and what each topic asks on top; notes the latter in `own`."""
    asked: list[dict[str, Any]] = []
    if len(topics) > 1:
        asked.append(
            {
                "id": TOPIC,
                "kind": "single",
                "required": True,
                "title": {language: _("What is it about?")},
                "options": [{"id": topic.key, "label": dict(topic.title)} for topic in topics],
            }
        )
    asked += [
        _hint(number, topic, is_only=len(topics) == 1) for number, topic in enumerate(topics) if topic.hint
    ]
    asked.append(
        {
            "id": TEXT,
            "kind": "long_text",
            "required": True,
            "max_length": LONGEST,
            "title": {language: _("What happened?")},
            "help": {language: _("In your own words: when, where, what you would like to be done.")},
        }
    )
    for number, topic in enumerate(topics):
        only_if = {"question": TOPIC, "is": [topic.key]} if len(topics) > 1 else None
        ids = {question["id"]: f"t{number}_{_short(question['id'])}" for question in topic.questions}
        own.update({ids[question["id"]]: (topic.key, question["id"]) for question in topic.questions})
        asked += [_asked_if(question, only_if, ids) for question in topic.questions]
    return asked


def _hint(number: int, topic: Topic, *, is_only: bool) -> dict[str, Any]:
    """What is good to know before writing about a topic: it stands there once the topic is chosen."""
    words = {"kind": "section", "title": dict(topic.title), "body": dict(topic.hint)}
    show_if = {} if is_only else {"show_if": {"question": TOPIC, "is": [topic.key]}}
    return {"id": f"t{number}__hint", **words, **show_if}


def _short(question_id: str) -> str:
    """Ids have 40 characters at most, and each gets a topic's number in front."""
    return question_id if len(question_id) <= 32 else blake2b(question_id.encode(), digest_size=8).hexdigest()


def _asked_if(
    question: Mapping[str, Any], only_if: dict[str, Any] | None, ids: Mapping[str, str]
) -> dict[str, Any]:
    """A topic's question, asked where its topic is chosen and its own condition holds."""
    own = _renamed(question["show_if"], ids) if question.get("show_if") else None
    conditions = [condition for condition in (only_if, own) if condition]
    show_if = {"all": conditions} if len(conditions) > 1 else next(iter(conditions), None)
    renamed = {**question, "id": ids[question["id"]]}
    return {**renamed, "show_if": show_if} if show_if else renamed


def _renamed(condition: Mapping[str, Any], ids: Mapping[str, str]) -> dict[str, Any]:
    for group in ("all", "any"):
        if group in condition:
            return {group: [_renamed(part, ids) for part in condition[group]]}
    return {**condition, "question": ids.get(condition["question"], condition["question"])}


def _common_questions(language: str, *, is_named: bool) -> list[dict[str, Any]]:
    """Who must not read it; of a named letter, who wrote."""
    handlers = active_handlers()
    called = callings(with_names=True)
    asked: list[dict[str, Any]] = []
    if handlers:
        asked.append(
            {
                "id": EXCLUDED,
                "kind": "multiple",
                "title": {language: _("Is there somebody who must not read this?")},
                "help": {
                    language: _(
                        "Whoever you tick gets no key to your letter and does not see that it exists. "
                        "If you tick everyone, it can only be opened with the key the owner keeps on paper."
                    )
                },
                "options": [
                    {"id": str(handler.id), "label": {language: called[handler.id]}} for handler in handlers
                ],
            }
        )
    if is_named:
        asked += [
            {
                "id": NAME,
                "kind": "short_text",
                "required": True,
                "max_length": 80,
                "title": {language: _("Your name")},
            },
            {
                "id": CONTACT,
                "kind": "short_text",
                "required": True,
                "max_length": 120,
                "title": {language: _("How can we reach you?")},
                "help": {language: _("A phone number, an e-mail address or a WeChat name.")},
            },
        ]
    return asked
