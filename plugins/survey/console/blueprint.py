"""The blueprint that the view modules of this package fill."""

from flask import abort

from hutong import ConsoleBlueprint
from plugins.survey.models import Survey
from plugins.survey.queries import survey_by_code

blueprint = ConsoleBlueprint("survey", "plugins.survey")


def survey_or_404(code: str, *, lock: bool = False) -> Survey:
    """The survey of an address; `lock` before a change, so that two editors come one after the other."""
    return survey_by_code(code, lock=lock) or abort(404)
