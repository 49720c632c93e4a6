"""Every page and survey of every scenario on a phone: sound in both languages, by day and by night."""

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Page

from core.testing.accessibility import axe_violations
from core.testing.application import TenantUnderTest
from core.testing.browser import PHONE
from tests.templates.scenario import NAMES, SCENARIOS, apply

LONELY = """() => [...document.querySelectorAll("main :is(p, li, h1, h2, h3, dd, legend)")]
  .filter(element => element.getClientRects().length && !element.querySelector("p, li, ul, svg, input, .sr"))
  .filter(element => getComputedStyle(element).writingMode === "horizontal-tb")
  .filter(element => {
    const range = document.createRange(), walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT)
    const lines = []
    let height = -99
    for (let node; (node = walker.nextNode());)
      for (let at = 0; at < node.length; at++) {
        if (!/[\\p{Letter}\\p{Number}]/u.test(node.data[at])) continue
        range.setStart(node, at), range.setEnd(node, at + 1)
        const { top, bottom } = range.getBoundingClientRect(), middle = (top + bottom) / 2
        if (Math.abs(middle - height) > 8) lines.push(0), height = middle
        lines[lines.length - 1]++
      }
    return lines.length > 1 && lines.at(-1) === 1
  })
  .map(element => element.textContent.trim())"""
"""Paragraphs whose last line holds one character (LOOK.md section 3)."""


def faults(page: Page, language: str) -> list[str]:
    wide = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    lonely = page.evaluate(LONELY) if language == "zh" else []
    return [*axe_violations(page), *["scrolls sideways"] * wide, *lonely]


@pytest.mark.browser
def test_a_lonely_character_is_seen(new_page: Callable[..., Page]) -> None:
    page = new_page(PHONE)
    page.set_content(
        "<style>p { width: 5em; text-wrap: wrap; line-break: strict }</style>"
        "<main><p>五个字一行来。</p><p>五个字一行来去。</p><p>五个字一行</p></main>"
    )
    assert page.evaluate(LONELY) == ["五个字一行来。"]


@pytest.mark.browser
@pytest.mark.parametrize("name", NAMES)
def test_every_page_reads_well(
    app: Flask, tenant: TenantUnderTest, name: str, serve: Callable[..., str], new_page: Callable[..., Page]
) -> None:
    paths = apply(tenant, name)
    assert len(paths) >= (5 if name in SCENARIOS else 1)
    host = serve(app)
    found = []
    for language, dark in (("zh", False), ("en", True)):
        page = new_page(PHONE, language=language, dark=dark)
        for path in paths:
            answer = page.goto(f"{host}{path}?lang={language}")
            assert answer is not None
            assert answer.status == 200
            found += [(path, language, fault) for fault in faults(page, language)]
    assert found == []
