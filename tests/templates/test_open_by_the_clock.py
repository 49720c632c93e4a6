"""Menus and cards of kept pages follow the clock: a survey is offered exactly while it takes answers."""

import re
from datetime import datetime

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import Engine, event

from core.testing.application import TenantUnderTest
from tests.templates.scenario import apply

TEN = datetime.fromisoformat("2026-05-31T22:00:00+08:00")
ALMOST = datetime.fromisoformat("2026-05-31T21:59:59+08:00")
EARLY = datetime.fromisoformat("2026-05-31T21:00:00+08:00")


def places(html: str, survey: str) -> list[str]:
    """Where a page offers the survey: in its menu, in the card that asks."""
    parts = {
        "menu": re.search(r'<details class="menu">.*?</details>', html, re.DOTALL),
        "card": re.search(r'<section class="block ask">.*?</section>', html, re.DOTALL),
    }
    return [place for place, part in parts.items() if part and f"{survey}?" in part[0]]


@pytest.mark.parametrize(
    ("times", "before", "after"),
    [
        ({"opens_at": "", "closes_at": "2026-05-31T22:00", "cap": ""}, ["menu", "card"], []),
        ({"opens_at": "2026-05-31T22:00", "closes_at": "", "cap": ""}, [], ["menu", "card"]),
    ],
)
def test_a_survey_is_offered_exactly_while_it_is_open(
    tenant: TenantUnderTest, visitor: FlaskClient, times: dict[str, str], before: list[str], after: list[str]
) -> None:
    with time_machine.travel(EARLY, tick=False) as clock:
        survey = next(path for path in apply(tenant, "laundry") if "/survey/" in path)
        tenant.owner.post(tenant.console(f"/survey/{survey.rsplit('/', 1)[1]}/settings/times"), data=times)
        clock.move_to(ALMOST)
        home = f"{tenant.public()}?lang=en"
        visitor.get(home)
        statements: list[str] = []
        event.listen(Engine, "before_cursor_execute", count := lambda *args: statements.append(args[2]))
        almost = visitor.get(home)
        event.remove(Engine, "before_cursor_execute", count)
        clock.move_to(TEN)
        then = visitor.get(home, headers={"If-None-Match": almost.headers["ETag"]})

    assert [places(answer.text, survey) for answer in (almost, then)] == [before, after]
    assert (almost.status_code, then.status_code) == (200, 200)
    assert len([sql for sql in statements if sql.startswith("SELECT")]) == 2
