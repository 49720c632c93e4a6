"""One version of a survey in one language, ready to be asked: compiled once and kept."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import abort, g

from hutong import interface_language, text_in
from hutong.fields import CompiledPages, FormDefinition, compile_pages
from hutong.pages import Kept
from plugins.survey.models import Survey
from plugins.survey.queries import version_of

PURPOSE = "survey"
TEST_PURPOSE = "survey.test"
DRAFT = "draft"


@dataclass(frozen=True, slots=True)
class Asking:
    """One version of a survey in one language, ready to be asked."""

    survey_id: uuid.UUID
    code: str
    number: str
    """The version's number, or ``draft`` in a rehearsal."""
    version_id: uuid.UUID | None
    title: Mapping[str, str]
    texts: Mapping[str, Any]
    languages: tuple[str, ...]
    keep_days: int
    nameless: bool
    language: str
    compiled: CompiledPages

    @property
    def definition(self) -> FormDefinition:
        """The questions."""
        return self.compiled.definition

    @property
    def purpose(self) -> str:
        """What its form tokens are for."""
        return TEST_PURPOSE if self.number == DRAFT else PURPOSE

    def say(self, name: str, default: str = "") -> str:
        """One of the owner's texts in this language."""
        return text_in(self.texts.get(name), self.language, self.languages) or default

    @property
    def heading(self) -> str:
        """The survey's title in this language."""
        return text_in(self.title, self.language, self.languages)


_askings: Kept[Asking] = Kept(400)


def content_language(languages: list[str] | tuple[str, ...]) -> str:
    """The reader's language if the survey is written in it, else the survey's first."""
    language = interface_language()
    return language if language in languages or not languages else languages[0]


def published_asking(survey: Survey, number: int) -> Asking | None:
    """A published version in the reader's language; it never changes, so it is compiled once."""
    key = (g.tenant.id, survey.id, number, interface_language())
    try:
        return _askings.get(key, lambda: _compile(survey, number))
    except LookupError:
        return None


def draft_asking(survey: Survey, definition: FormDefinition) -> Asking:
    """The draft in the reader's language, for a rehearsal or a preview; not kept."""
    language = content_language(survey.languages)
    return Asking(
        survey_id=survey.id,
        code=survey.code,
        number=DRAFT,
        version_id=None,
        title=survey.title,
        texts=survey.texts,
        languages=tuple(survey.languages),
        keep_days=survey.keep_days,
        nameless=survey.nameless,
        language=language,
        compiled=compile_pages(definition, language),
    )


def _compile(survey: Survey, number: int) -> Asking:
    """Raises LookupError where there is no such version: nothing is kept of what may come yet."""
    version = version_of(survey.id, number)
    if version is None:
        raise LookupError(number)
    language = content_language(version.languages)
    return Asking(
        survey_id=survey.id,
        code=survey.code,
        number=str(version.number),
        version_id=version.id,
        title=dict(version.title),
        texts=dict(version.texts),
        languages=tuple(version.languages),
        keep_days=version.keep_days,
        nameless=version.nameless,
        language=language,
        compiled=compile_pages(FormDefinition.from_data(version.definition), language),
    )


def asking_or_404(survey: Survey, number: str) -> Asking:
    """The version a token names."""
    found = published_asking(survey, int(number)) if number.isascii() and number.isdigit() else None
    return found or abort(404)
