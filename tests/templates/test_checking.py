"""What a template author is told: file, place and mistake."""

import shutil
from pathlib import Path

import pytest
from flask import Flask

from core.gallery.checks import template_problems
from tests.templates.scenario import NAMES, ROOT

MISTAKES = [
    ("site", "to: page:visit", "to: page:vist", "pages[0].blocks[1].items[3].to: nothing is at page:vist"),
    (
        "site",
        "tool:survey/pickup",
        "tool:survey/x",
        "pages[0].blocks[1].items[1].to: nothing is at tool:survey/x",
    ),
    ("site", "survey: pickup", "survey: pick", "pages[0].blocks[2].survey: there is no 'pick'"),
    ("site", "kind: faq", "kind: fax", "pages[2].blocks[2]: there is no kind of block called 'fax'"),
    ("site", "show_now", "show", "pages[0].blocks[0].show: there is no such field"),
    (
        *("site", "to: tel:+861055500142", "to: javascript:x"),
        "pages[0].blocks[0].buttons[1].to: javascript:x is no link (page:, tool:, tel:, mailto:, https://)",
    ),
    ("survey", "submit:", "submitt:", "surveys[0].submitt: there is no such field"),
    ("survey", "kind: nps", "kind: npx", "surveys[0]: question “recommend”: there is no such kind"),
]


@pytest.mark.parametrize(("plugin", "right", "wrong", "said"), MISTAKES)
def test_mistake_is_named_with_its_place(
    app: Flask, tmp_path: Path, plugin: str, right: str, wrong: str, said: str
) -> None:
    folder = shutil.copytree(ROOT / "laundry", tmp_path / "laundry")
    file = folder / "content" / f"{plugin}.yaml"
    file.write_text(file.read_text("utf-8").replace(right, wrong), "utf-8")

    with app.app_context():
        problems = template_problems(folder)

    assert problems[0] == f"laundry/content/{plugin}.yaml: {said}"


@pytest.mark.parametrize("name", NAMES)
def test_scenario_has_no_problems(app: Flask, name: str) -> None:
    with app.app_context():
        assert template_problems(ROOT / name) == []
