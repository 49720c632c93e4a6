"""Telling the owner of new answers, by mail: as they come (in batches), or once a day."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import time, timedelta
from typing import Any

from flask import g
from sqlalchemy import select

from hutong import TenantInfo, console_url, daily, db, enqueue, now, send_mail
from hutong.people import keepers
from plugins.survey.counting import answers_received
from plugins.survey.models import Survey
from plugins.survey.queries import published_surveys, survey_by_id
from plugins.survey.results import newest_words

BATCH = timedelta(minutes=10)
EVENING = time(18, 30)

News = list[tuple[Survey, int]]


def ask_to_tell(survey: Survey) -> None:
    """After an answer: the owner who wants each hears of it within ten minutes, of several in one mail."""
    if survey.notify == "each":
        batch = int(now().timestamp() // BATCH.total_seconds())
        enqueue(
            "survey.tell",
            {"survey": str(survey.id)},
            key=f"survey.tell/{survey.id}/{batch}",
            run_at=now() + BATCH,
        )


def tell_owner(payload: Mapping[str, Any]) -> None:
    """Mail what has come in one survey since the last mail."""
    survey = survey_by_id(uuid.UUID(payload["survey"]))
    if survey is not None and survey.notify == "each":
        _tell(_news([survey]), of_the_day=False)


@daily(EVENING)
def tell_owner_of_the_day(_payload: Mapping[str, Any]) -> None:
    """One mail in the evening for all surveys that are told of daily; none where nothing came."""
    _tell(_news([survey for survey in published_surveys() if survey.notify == "daily"]), of_the_day=True)


def _news(surveys: Sequence[Survey]) -> News:
    """The surveys with answers nobody was told of, and how many; telling begins anew after them."""
    found: News = []
    for survey in surveys:
        locked = db.session.scalar(select(Survey).where(Survey.id == survey.id).with_for_update())
        count = answers_received(survey.id)
        if locked is not None and count > locked.told:
            found.append((locked, count - locked.told))
            locked.told = count
    return found


def _tell(news: News, *, of_the_day: bool) -> None:
    if not news:
        return
    tenant: TenantInfo = g.tenant
    words = newest_words([survey for survey, _new in news])
    for address, language in keepers():
        send_mail(
            to=address,
            template="survey/mail/answers",
            language=language or tenant.languages[0],
            shop=tenant.name_in(language),
            of_the_day=of_the_day,
            total=sum(new for _survey, new in news),
            rows=[(tenant.text(s.title, language), new, _results(tenant, s)) for s, new in news],
            words=[(said.text, tenant.text(survey.title, language)) for survey, said in words],
        )


def _results(tenant: TenantInfo, survey: Survey) -> str:
    return console_url(tenant, "survey_console.results", code=survey.code)
