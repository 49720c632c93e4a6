"""Samples for contract tests."""

from typing import Any


def sample_arguments() -> dict[str, Any]:
    """No route of the lottery takes an argument."""
    return {}
