"""What a test run could not do is said plainly, or fails where it is required.

`HUTONG_TEST_REQUIRE=postgres,browser,pdf,hledger` turns "left out" into failure.
"""

from collections import Counter
from functools import cache
from typing import Annotated, Any, NoReturn

import pytest
from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

MAY_BE_LEFT_OUT = {"postgres", "browser", "pdf", "hledger"}
LEFT_OUT = "left out: "


class RunSettings(BaseSettings):
    """What a test run takes from its environment."""

    model_config = SettingsConfigDict(extra="ignore", populate_by_name=True)

    require: Annotated[frozenset[str], NoDecode] = Field(
        default=frozenset(), validation_alias="HUTONG_TEST_REQUIRE"
    )
    database_url: str = Field(default="", validation_alias="HUTONG_TEST_DATABASE_URL")
    chromium: str = Field(default="", validation_alias="HUTONG_CHROMIUM")

    @field_validator("require", mode="before")
    @classmethod
    def _words(cls, value: Any) -> Any:
        return frozenset(value.replace(",", " ").split()) if isinstance(value, str) else value


@cache
def run_settings() -> RunSettings:
    return RunSettings()


def leave_out(what: str, reason: str) -> NoReturn:
    """End this test because `what` is missing here: skipped, or failed where `what` is required."""
    if what in run_settings().require:
        pytest.fail(f"{what} is required but missing: {reason}", pytrace=False)
    pytest.skip(f"{LEFT_OUT}{what}: {reason}")


def pytest_configure() -> None:
    unknown = run_settings().require - MAY_BE_LEFT_OUT
    if unknown:
        known = ", ".join(sorted(MAY_BE_LEFT_OUT))
        raise pytest.UsageError(f"HUTONG_TEST_REQUIRE: unknown {', '.join(sorted(unknown))}; known: {known}")


def pytest_terminal_summary(terminalreporter: Any) -> None:
    reasons = [str(report.longrepr[2]) for report in terminalreporter.stats.get("skipped", [])]
    left_out = Counter(reason.partition(LEFT_OUT)[2] for reason in reasons if LEFT_OUT in reason)
    if left_out:
        terminalreporter.section("LEFT OUT", red=True)
    for reason, count in sorted(left_out.items()):
        terminalreporter.line(f"{count} tests did not run: {reason}")
