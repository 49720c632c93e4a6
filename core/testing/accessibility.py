"""What axe finds on a page: every rule, the best practices too, and no violation is accepted."""

from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Page


def axe_violations(page: "Page") -> list[str]:
    """One line for each element that breaks a rule: `rule: help (element)`. Needs JavaScript on."""
    page.evaluate((files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8"))
    result: dict[str, Any] = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{violation['id']}: {violation['help']} ({' '.join(map(str, node['target']))})"
        for violation in result["violations"]
        for node in violation["nodes"]
    ]


def assert_accessible(page: "Page") -> None:
    """Axe finds nothing on the page as it stands."""
    violations = axe_violations(page)
    assert violations == [], "\n".join([page.url, *violations])
