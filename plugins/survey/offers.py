"""What surveys offer to the rest of the house: menu, share targets, the card that asks, what waits."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from flask import render_template
from markupsafe import Markup

from hutong import (
    MenuEntry,
    PageBlock,
    ShareTarget,
    TenantInfo,
    WaitingItem,
    babel_locale,
    console_url,
    force_locale,
    gettext as _,
    interface_language,
    ngettext,
    public_url,
)
from hutong.pages import changes_at
from plugins.survey.counting import answers_by_survey
from plugins.survey.keeping import keep_line
from plugins.survey.models import Survey, SurveyVersion
from plugins.survey.moments import when
from plugins.survey.queries import (
    next_turn,
    published_faces,
    published_surveys,
    set_aside_by_survey,
    why_closed,
)
from plugins.survey.results import newest_words

_STATES = {"paused": "paused", "closed": "closed", "full": "closed", "early": "paused", "draft": "draft"}


def menu_entries(tenant: TenantInfo, language: str) -> Iterator[MenuEntry]:
    """Every survey that takes answers."""
    for survey, face in published_faces():
        if not _why_closed(survey):
            yield MenuEntry(tenant.text(face.title, language), _address(tenant, survey), "survey", order=60)


def share_targets(tenant: TenantInfo, object_id: UUID | None = None) -> Iterator[ShareTarget]:
    """Every published survey, or the one asked for."""
    language = interface_language()
    for survey, face in published_faces():
        if object_id in (None, survey.id):
            yield ShareTarget(
                plugin="survey",
                kind="survey",
                id=survey.id,
                title=tenant.text(face.title, language),
                url=_address(tenant, survey),
                key=survey.starter_key or survey.code,
                state=_STATES.get(_why_closed(survey), "open"),  # type: ignore[arg-type]
                summary=tenant.text(face.texts.get("intro"), language),
                icon="survey",
                poster=("", _("Scan and tell us"), _("We read every word")),
            )


def page_blocks(tenant: TenantInfo) -> Sequence[PageBlock]:
    """The card that asks."""

    def choices(language: str) -> list[tuple[str, str]]:
        return [
            (survey.starter_key or survey.code, tenant.text(face.title, language))
            for survey, face in published_faces()
        ]

    def render(key: str, language: str, button: str) -> Markup:
        for survey, face in published_faces(key):
            if not _why_closed(survey):
                return _ask_card(tenant, survey, face, language, button)
        return Markup()

    title = {"zh": "小调查", "en": "Survey"}
    return [PageBlock("survey.ask", title, "survey", "survey", choices, render)]


def _ask_card(tenant: TenantInfo, survey: Survey, face: SurveyVersion, language: str, button: str) -> Markup:
    with force_locale(babel_locale(language)):
        card = _drawn_card(tenant, survey, face, language, button)
    return Markup(card)  # noqa: S704 - our own template, autoescaped


def _drawn_card(tenant: TenantInfo, survey: Survey, face: SurveyVersion, language: str, button: str) -> str:
    return render_template(
        "survey/_ask.html",
        title=tenant.text(face.title, language),
        intro=tenant.text(face.texts.get("intro"), language),
        keep=keep_line(tenant, face.texts, face.keep_days, language, nameless=face.nameless),
        url=_address(tenant, survey),
        button=button,
    )


def waiting_items(tenant: TenantInfo) -> Iterator[WaitingItem]:
    """New answers, and answers that were set aside."""
    language = interface_language()
    received, set_aside = answers_by_survey(), set_aside_by_survey()
    for survey in published_surveys():
        title = tenant.text(survey.title, language)
        new = received[survey.id] - survey.seen
        if new > 0:
            yield WaitingItem(
                ngettext("%(num)s new answer", "%(num)s new answers", new),
                title,
                console_url(tenant, "survey_console.results", code=survey.code),
                "survey",
            )
        aside = set_aside.get(survey.id, 0)
        if aside:
            yield WaitingItem(
                ngettext("%(num)s answer looks automatic", "%(num)s answers look automatic", aside),
                _("Set aside for you to check: %(title)s", title=title),
                console_url(tenant, "survey_console.responses", code=survey.code, show="quarantined"),
                "robot",
            )


def today_card(tenant: TenantInfo) -> Markup | None:
    """The newest words of all surveys; nothing while nobody has said any."""
    said = newest_words(published_surveys())
    if not said:
        return None
    card = render_template("survey/_today.html", said=said, zone=tenant.zone, when=when, tenant=tenant)
    return Markup(card)  # noqa: S704 - our own template, autoescaped


def _why_closed(survey: Survey) -> str:
    """`why_closed`, for what may be kept: a page with it is made anew when the survey opens or closes."""
    changes_at(next_turn(survey))
    return why_closed(survey)


def _address(tenant: TenantInfo, survey: Survey) -> str:
    return public_url(tenant, "survey.form", code=survey.code)
