"""A form with every kind of question, and a tool that asks it and keeps answers in a list."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from flask import Flask, Response, render_template_string, request
from flask_babel import Babel, force_locale

import core
from core import Settings
from core.fields import (
    TOKEN_FIELD,
    FormDefinition,
    compile_pages,
    issue_form_token,
    join_with_token,
    judge_sender,
    page_view,
    read_form_token,
    split_around_token,
    take_turn,
)
from core.fields.platform import challenge
from core.static_files import StaticFolders, static_file
from core.theming.models import ThemeChoice
from core.theming.stylesheets import stylesheet_for
from core.urls import static_url

CORE = Path(core.__file__).parent

# The same examples in every run, and no deadline: the machine may be busy.
hypothesis.settings.register_profile("hutong", deadline=None, derandomize=True)
hypothesis.settings.load_profile("hutong")

EVERY_KIND = Path(__file__).with_name("every_kind.yaml")

PAGE = """{% from "fields/questions.html" import step, oops, answer_form, form_script %}
<!doctype html>
<html lang="{{ language }}"><meta charset="utf-8"><title>Asking</title>
<meta name="viewport" content="width=device-width">
<link rel="stylesheet" href="{{ static_url("css/public.css") }}">
<link rel="stylesheet" href="{{ static_url("css/form.css") }}"><link rel="stylesheet" href="/theme.css">
<body data-look="cards"><main class="form">{{ step(page) }}<h1>Asking</h1>{{ oops(page) }}
{% call answer_form(page, submit="Send", memory="test", start_url="/start") %}<p>Kept.</p>{% endcall %}
</main>{{ form_script() }}"""
DONE = """<!doctype html><html lang="en"><title>Done</title><main><h1 data-accepted="test">Thanks</h1></main>
{% from "fields/questions.html" import form_script %}{{ form_script() }}"""


@dataclass
class Tool:
    """A tool that asks one form; `accepted` are the answers it took, `starts` the tokens of its beacons."""

    app: Flask
    definition: FormDefinition
    accepted: list[dict[str, Any]] = field(default_factory=list)
    verdicts: list[Any] = field(default_factory=list)
    starts: list[str] = field(default_factory=list)

    def ask(self, language: str) -> Any:
        with force_locale({"zh": "zh_Hans_CN"}.get(language, language)):
            return self._answer(language) if request.method == "POST" else self._fresh(language)

    def _fresh(self, language: str) -> str:
        pieces = split_around_token(self._page(language, page_view(self.definition, 0, language)))
        token = issue_form_token(tenant="t", object_id="o", version=1, purpose="test")
        return join_with_token(pieces, token)

    def _answer(self, language: str) -> Any:
        sent = request.form[TOKEN_FIELD]
        token = read_form_token(sent, tenant="t", object_id="o", purpose="test")
        turn = take_turn(compile_pages(self.definition, language), request.form, nonce=token.nonce)
        if turn.finished:
            self.accepted.append(turn.answers)
            self.verdicts.append(judge_sender(request.form, token, turn.answers))
            return render_template_string(DONE)
        view = page_view(self.definition, turn.page, language, turn, token=sent)
        return self._page(language, view), 422 if turn.troubles else 200

    def _page(self, language: str, page: Any) -> str:
        return render_template_string(PAGE, page=page, language=language)

    def start(self) -> str:
        self.starts.append(request.form[TOKEN_FIELD])
        return ""


@pytest.fixture(scope="session")
def every_kind() -> FormDefinition:
    """A form of two pages with all kinds of questions."""
    return FormDefinition.from_yaml(EVERY_KIND.read_text(encoding="utf-8"))


@pytest.fixture
def make_tool(tmp_path: Path) -> Callable[[FormDefinition], Tool]:
    """A small application around a form: no tenant, no database."""

    def make(definition: FormDefinition) -> Tool:
        app = Flask("asking", root_path=str(CORE), template_folder="templates", static_folder=None)
        app.config.update(SECRET_KEY="for tests", TESTING=True)
        app.config["BABEL_TRANSLATION_DIRECTORIES"] = (
            f"{CORE / 'translations'};{CORE / 'fields/translations'}"
        )
        Babel(app, default_locale="en")
        app.jinja_env.globals["static_url"] = static_url
        app.extensions["hutong.settings"] = Settings(home=tmp_path, proof_of_work_cost=10)
        app.extensions["hutong.static"] = StaticFolders(CORE / "static", {})
        tool = Tool(app, definition)
        app.add_url_rule(
            "/<any(zh,en):language>", view_func=tool.ask, endpoint="ask", methods=["GET", "POST"]
        )
        theme = stylesheet_for(ThemeChoice(name="breeze"))
        app.add_url_rule("/theme.css", view_func=lambda: Response(theme, mimetype="text/css"))
        app.add_url_rule("/start", view_func=tool.start, endpoint="start", methods=["POST"])
        app.add_url_rule("/-/challenge", view_func=challenge, endpoint="challenge")
        app.add_url_rule("/-/static/<digest>/<path:path>", view_func=static_file, endpoint="static")
        return tool

    return make


@pytest.fixture
def tool(make_tool: Callable[[FormDefinition], Tool], every_kind: FormDefinition) -> Tool:
    """A tool that asks the form with all kinds of questions."""
    return make_tool(every_kind)


@pytest.fixture
def speaking(tool: Tool) -> Iterator[Callable[[str], AbstractContextManager[None]]]:
    """Make the readers of a block speak a language, inside a request."""
    with tool.app.test_request_context():
        yield lambda language: force_locale({"zh": "zh_Hans_CN"}.get(language, language))
