"""What merging adds to the console's page of one person: the way to who they are a second time."""

from flask import Flask, render_template

from core.people.models import Person
from core.people.sections import add_section
from core.permissions import can_open


def init_merging(app: Flask) -> None:
    """Put the section on the page."""
    add_section(app, "console", _twice)


def _twice(person: Person) -> str:
    if person.state == "left" or not can_open("duplicates.choose"):
        return ""
    return render_template("pool/person_twice.html", person=person)
