"""What features above add to the pages of one person: their own (``/me``) and the console's."""

from collections.abc import Callable
from typing import Literal

from flask import Flask, current_app
from markupsafe import Markup

from core.people.models import Person

Page = Literal["me", "console"]
Section = Callable[[Person], str]
"""Draws a section about a person: a template rendered, or an empty text where there is nothing to show."""


def add_section(app: Flask, page: Page, section: Section) -> None:
    """Show `section` on this page from now on, after those added before."""
    app.extensions.setdefault("hutong.person_sections", {}).setdefault(page, []).append(section)


def sections_of(page: Page, person: Person) -> list[Markup]:
    """The sections of a page about `person`, drawn."""
    sections: list[Section] = current_app.extensions.get("hutong.person_sections", {}).get(page, [])
    return [Markup(drawn) for section in sections if (drawn := section(person))]  # noqa: S704 - a template made it
