# ruff: noqa: E501 - a mistake and what is said about it stand in one line
"""What a template author is told: file, place and mistake."""

import shutil
from pathlib import Path

import pytest
from flask import Flask

from core.gallery.checks import template_problems
from tests.templates.scenario import NAMES, ROOT

MISTAKES = [
    ("site", "to: page:visit", "to: page:vist", 0, "pages[0].blocks[1].items[3].to: nothing is at page:vist. hint: did you mean 'page:visit'?"),
    ("site", "tool:survey/pickup", "tool:survey/x", 0, "pages[0].blocks[1].items[1].to: nothing is at tool:survey/x. hint: did you mean"),
    ("site", "survey: pickup", "survey: pick", 0, "pages[0].blocks[2].survey: there is no 'pick'. hint: did you mean 'pickup'?"),
    ("site", "kind: faq", "kind: fax", -1, "pages[2].blocks[2]: there is no kind of block called 'fax'. hint: did you mean 'faq'?"),
    ("site", "show_now", "show_no", 0, "pages[0].blocks[0].show_no: there is no such field. hint: did you mean 'show_now'?"),
    ("site", "art: washing-line.svg", "art: washing.svg", 0, "pages[0].blocks[0].art: there is no drawing art/washing.svg. hint: "),
    ("site", "to: tel:+861055500142", "to: javascript:x", 0, "pages[0].blocks[0].buttons[1].to: javascript:x is no link (page:, tool:, tel:, mailto:, https://). hint: "),
    ("survey", "submit:", "submitt:", 0, "surveys[0].submitt: there is no such field. hint: did you mean 'submit'?"),
    ("survey", "kind: nps", "kind: npx", -1, "surveys[0]: question “recommend”: there is no such kind. hint: "),
    ("complaint", "keep_days: 365", "keep_days: 5", 0, "boxes[0].keep_days: Input should be greater than or equal to 30. hint: "),
    ("club", "currency: CNY", "currency: yuan", 0, "currency: String should match pattern '^[A-Z]{3}$'. hint: "),
]  # fmt: skip


@pytest.mark.parametrize(("plugin", "right", "wrong", "above", "said"), MISTAKES)
def test_mistake_is_named_with_its_line(
    app: Flask, tmp_path: Path, plugin: str, right: str, wrong: str, above: int, said: str
) -> None:
    folder = shutil.copytree(ROOT / "laundry", tmp_path / "laundry")
    file = folder / "content" / f"{plugin}.yaml"
    text = file.read_text("utf-8").replace(right, wrong)
    file.write_text(text, "utf-8")
    line = text[: text.index(wrong)].count("\n") + 1 + above

    with app.app_context():
        problems = template_problems(folder)

    assert problems[0].startswith(f"laundry/content/{plugin}.yaml:{line}: {said}")


@pytest.mark.parametrize("name", NAMES)
def test_scenario_has_no_problems(app: Flask, name: str) -> None:
    with app.app_context():
        assert template_problems(ROOT / name) == []
