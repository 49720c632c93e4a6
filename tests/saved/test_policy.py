"""Each field of a tool's starter content is declared: what goes into a saved template, and how."""

import importlib
from typing import get_args

import pytest

from core.fields.definition import Page
from core.fields.questions import AnyQuestion
from core.fields.starter_shape import FORM_PAGE, QUESTION
from core.plugin_manager import plugins
from core.starter_policy import undeclared

TOOLS = ("site", "survey", "meeting", "complaint", "club")


def test_every_tool_with_starter_content_is_asked(app):
    with app.app_context():
        engine = plugins()
        assert set(engine.implementers("starter_export")) == set(TOOLS)


@pytest.mark.parametrize("name", TOOLS)
def test_no_field_of_a_file_is_undecided(app, name):
    with app.app_context():
        policy = plugins().manifests[name].starter_policy
    model = importlib.import_module(f"plugins.{name}.starter").StarterFile

    assert list(undeclared(model, policy)) == []
    assert list(undeclared(model, {})), "the control: without a policy every field is undecided"


def test_no_field_of_a_question_is_undecided():
    kinds = list(get_args(get_args(AnyQuestion)[0]))
    assert len(kinds) > 10
    assert {kind.__name__: list(undeclared(kind, QUESTION)) for kind in kinds} == {
        kind.__name__: [] for kind in kinds
    }
    assert set(Page.model_fields) == set(FORM_PAGE)


def test_no_field_of_a_block_is_undecided():
    kinds = importlib.import_module("plugins.site.blocks").KINDS
    blocks = (
        importlib.import_module("plugins.site.starter_policy").POLICY["pages"][0].other["blocks"][0].shapes
    )

    assert {kind: list(undeclared(model, blocks[kind])) for kind, model in kinds.items()} == {
        kind: [] for kind in kinds
    }
