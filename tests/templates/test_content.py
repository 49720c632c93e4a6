"""What the parts of a template say about each other: keys, links, pictures, conditions, length."""

import re
from itertools import pairwise
from typing import Any

import pytest

from core.fields import KINDS, FormDefinition, compile_pages
from core.theming.loading import theme_named
from plugins.site.art import clean_drawing
from plugins.site.starter import StarterFile
from tests.templates.scenario import NAMES, ROOT, SCENARIOS, Template, questions, read

SLUG = re.compile(r"[a-z][a-z0-9-]*\Z")
ICONS = ROOT.parent / "core/templates/components/icons.html"
BLOCKS = {
    *(
        "hero",
        "text",
        "image",
        "button",
        "links",
        "hours",
        "address",
        "contact",
        "prices",
        "faq",
        "survey.ask",
        "meeting.meeting",
        "complaint.box",
        "club.offer",
    ),
}
OUTSIDE = re.compile(r"tel:\+8610555001\d\d\Z|mailto:\S+@example\.com\Z|https://(www\.)?example\.com(/|\Z)")
"""Addresses that belong to nobody."""
SECONDS = {
    "section": 3,
    "consent": 5,
    "single": 7,
    "dropdown": 8,
    "rating": 6,
    "nps": 8,
    "number": 7,
    "date": 8,
}
SECONDS |= {"multiple": 10, "short_text": 12, "long_text": 22, "email": 9, "phone": 9}


@pytest.fixture(params=SCENARIOS)
def template(request: pytest.FixtureRequest) -> Template:
    return read(request.param)


def targets(node: Any) -> list[str]:
    if isinstance(node, dict):
        own = [node["to"]] if "to" in node else []
        return own + [target for value in node.values() for target in targets(value)]
    if isinstance(node, list):
        return [target for value in node for target in targets(value)]
    return []


def words(template: Template) -> list[str]:
    return [text for _, texts in template.texts() for text in texts.values()]


def test_keys_are_slugs_and_appear_once(template: Template) -> None:
    pages = [page["key"] for page in template.pages]
    groups = [pages, [page["slug"] for page in template.pages]]
    groups += [[block["key"] for block in page["blocks"]] for page in template.pages]
    groups += [[survey["key"] for survey in template.surveys]]
    groups += [[question["id"] for question in questions(survey)] for survey in template.surveys]
    groups += [
        [option["id"] for option in q.get("options", [])] for s in template.surveys for q in questions(s)
    ]
    for group in groups:
        assert len(group) == len(set(group)), group
        assert all(SLUG.match(key) for key in group), group


def test_links_lead_somewhere(template: Template) -> None:
    known = {f"page:{page['key']}" for page in template.pages}
    known |= {f"tool:survey/{survey['key']}" for survey in template.surveys}
    known |= {f"tool:meeting/{meeting['key']}" for meeting in template.meetings}
    written = [target for text in words(template) for target in re.findall(r"\]\(([^)]*)\)", text)]
    for target in [*targets(template.pages), *written]:
        assert target in known or OUTSIDE.match(target), target
    for block in template.blocks:
        if block["kind"] == "survey.ask":
            assert f"tool:survey/{block['survey']}" in known


def test_every_survey_can_be_reached_from_the_pages(template: Template) -> None:
    used = {f"tool:survey/{b['survey']}" for b in template.blocks if b["kind"] == "survey.ask"}
    assert {f"tool:survey/{survey['key']}" for survey in template.surveys} <= used | set(
        targets(template.pages)
    )


def test_phone_numbers_and_mail_belong_to_nobody(template: Template) -> None:
    for block in template.blocks:
        for item in block.get("items", []):
            if item.get("kind") == "phone":
                assert re.fullmatch(r"010-5550 01\d\d", item["value"]), item
            if item.get("kind") == "email":
                assert item["value"].endswith("example.com"), item


def test_every_survey_is_a_form_that_can_be_asked(template: Template) -> None:
    for survey in template.surveys:
        definition = FormDefinition.from_data({"pages": survey["pages"]})
        for language in ("zh", "en"):
            assert len(compile_pages(definition, language).forms) == len(definition.pages)


def test_theme_palette_and_icons_exist(template: Template) -> None:
    choice = template.about["theme"]
    theme = theme_named(choice["name"])
    assert theme.name == choice["name"]
    assert choice["palette"] in theme.palettes
    drawn = set(re.findall(r'^  "([a-z-]+)":', ICONS.read_text("utf-8"), re.MULTILINE))
    used = {item["icon"] for block in template.blocks if block["kind"] == "links" for item in block["items"]}
    assert used <= drawn


def test_surveys_are_short_easy_and_say_who_asks(template: Template) -> None:
    long, *short = template.surveys
    assert 6 <= len([q for q in questions(long) if q["kind"] != "section"]) <= 10
    if not template.meetings:  # who can sign up for a meeting needs no survey for it
        assert [2 <= len(questions(survey)) <= 4 for survey in short] == [True]
    assert any(q.get("show_if") for survey in template.surveys for q in questions(survey))
    assert sum(SECONDS[q["kind"]] for q in questions(long) if not q.get("show_if")) <= 90
    for survey in template.surveys:
        first = questions(survey)[0]
        assert first["kind"] in {"single", "dropdown", "rating", "nps", "number"}
        assert "show_if" not in first
        assert set(survey["asks"]) - {"nameless"} == {"who", "why", "keep_days"}
        assert 30 <= survey["asks"]["keep_days"] <= 730
        assert {"title", "intro", "submit", "thanks", "pages"} <= set(survey)


def test_pages_have_the_shape_of_the_site_and_say_what_they_are(template: Template) -> None:
    for page in StarterFile.model_validate({"pages": template.pages}).pages:
        content = page.content()
        assert set(content.description) == {"zh", "en"}
        assert len(content.blocks) == len(page.blocks)


def test_every_drawing_is_used_and_every_used_one_is_drawn(template: Template) -> None:
    drawn = {
        path.name: clean_drawing(path.read_text("utf-8")) for path in (template.folder / "art").iterdir()
    }
    assert set(drawn) == {b["art"] for b in template.blocks if "art" in b} | {template.about["art"]}


def test_pages_hold_what_a_visitor_looks_for(template: Template) -> None:
    assert 3 <= len(template.pages) <= 5
    kinds = [block["kind"] for block in template.pages[0]["blocks"]]
    assert kinds[0] == "hero"
    asks = "survey.ask" in kinds or any(one.startswith("tool:meeting/") for one in targets(template.pages[0]))
    assert asks
    assert "links" in kinds
    assert {"faq", "contact", "address"} <= {block["kind"] for block in template.blocks} <= BLOCKS
    for block in template.blocks:
        if block["kind"] == "links":
            assert 2 <= len(block["items"]) <= 8
        for ranges in block.get("week", {}).values():
            flat = [time for pair in ranges for time in pair]
            assert all(a < b for a, b in pairwise(flat))
            assert all(re.fullmatch(r"\d\d:\d\d", time) for time in flat)


def test_the_file_says_its_folder_and_the_order_is_clear() -> None:
    templates = [read(name) for name in NAMES]
    assert [template.about["name"] for template in templates] == NAMES
    assert len({template.about["order"] for template in templates}) == len(templates)
    assert all((ROOT / name / "art").is_dir() for name in SCENARIOS)


def test_the_blank_one_is_last_and_claims_nothing_about_the_business() -> None:
    blank = read("blank")
    assert blank.about["blank"] is True
    assert blank.about["plugins"] == ["site"]
    assert blank.about["order"] == max(read(name).about["order"] for name in NAMES)
    assert [block["kind"] for block in blank.blocks] == ["hero"]
    assert (blank.surveys, targets(blank.pages)) == ([], [])


def test_the_scenarios_together_use_every_kind() -> None:
    templates = [read(name) for name in SCENARIOS]
    asked = {q["kind"] for template in templates for survey in template.surveys for q in questions(survey)}
    assert asked == set(KINDS)
    assert {block["kind"] for template in templates for block in template.blocks} == BLOCKS
