"""Measured figures: a test notes them, and the summary of the run lists them."""

from collections.abc import Callable
from typing import Any

import pytest

FIGURE = "hutong figure"


@pytest.fixture
def figure(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Gives a function that notes a figure: ``figure("main job, zh", "8 taps, 3.1 s")``."""
    return lambda name, value: request.node.user_properties.append((FIGURE, f"{name}: {value}"))


def pytest_terminal_summary(terminalreporter: Any) -> None:
    reports = [report for group in ("passed", "failed") for report in terminalreporter.stats.get(group, [])]
    figures = {
        value
        for report in reports
        for key, value in getattr(report, "user_properties", [])
        if key == FIGURE and getattr(report, "when", "") == "call"
    }
    if figures:
        terminalreporter.section("measured")
    for line in sorted(figures):
        terminalreporter.line(line)
