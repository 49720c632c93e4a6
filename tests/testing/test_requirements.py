"""What is left out is said, and fails where it is required."""

import pytest

from core.testing.requirements import run_settings

pytest_plugins = ["pytester"]
SUITE = """
from core.testing.requirements import leave_out

def test_one():
    leave_out("browser", "no Chromium")

def test_two():
    leave_out("browser", "no Chromium")
"""


@pytest.fixture
def suite(pytester, monkeypatch):
    monkeypatch.delenv("HUTONG_TEST_REQUIRE", raising=False)
    run_settings.cache_clear()
    pytester.makepyfile(SUITE)
    yield monkeypatch.setenv
    run_settings.cache_clear()


def test_left_out_tests_are_counted_in_the_summary(suite, pytester):
    result = pytester.runpytest_inprocess("-p", "no:xdist")

    result.assert_outcomes(skipped=2)
    result.stdout.fnmatch_lines(["*LEFT OUT*", "2 tests did not run: browser: no Chromium"])


def test_what_is_required_fails_when_it_is_missing(suite, pytester):
    suite("HUTONG_TEST_REQUIRE", "postgres,browser")

    result = pytester.runpytest_inprocess("-p", "no:xdist")

    result.assert_outcomes(failed=2)
    result.stdout.fnmatch_lines(["*browser is required but missing: no Chromium*"])


def test_an_unknown_requirement_stops_the_run(suite, pytester):
    suite("HUTONG_TEST_REQUIRE", "browser,postgre")

    result = pytester.runpytest_inprocess("-p", "no:xdist")

    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(
        ["*HUTONG_TEST_REQUIRE: unknown postgre; known: browser, hledger, pdf, postgres*"]
    )
