"""The owner's side: the list of surveys, the builder, settings, results and single answers."""

from plugins.survey.console import (
    binned,
    builder,
    conditions,
    pages,
    preview,
    publishing,
    questions,
    responses,
    results,
    settings,
    surveys,
)
from plugins.survey.console.blueprint import blueprint

__all__ = [
    "binned",
    "blueprint",
    "builder",
    "conditions",
    "pages",
    "preview",
    "publishing",
    "questions",
    "responses",
    "results",
    "settings",
    "surveys",
]
