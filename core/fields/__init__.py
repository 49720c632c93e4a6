"""What every tool asks with: questions as data, conditions, forms in pages, tokens, signs of bots.

A tool asks like this (`hutong` re-exports all names)::

    definition = FormDefinition.from_data(data)            # DefinitionError lists what is wrong, by question
    compiled = compile_pages(definition, language)         # keep it by version and language, with the pieces:
    pieces = split_around_token(render_template("…", page=page_view(definition, 0, language)))

    # GET: nothing is rendered
    token = issue_form_token(tenant=…, object_id=…, version=…, purpose="survey", via=code)
    return join_with_token(pieces, token)

    # POST
    token = read_form_token(request.form.get(TOKEN_FIELD), tenant=…, object_id=…, purpose="survey")
    turn = take_turn(compiled, request.form, nonce=token.nonce)
    if not turn.finished:                                  # an error, the next page, or back
        return render_template("…", page=page_view(…, turn.page, language, turn, token=sent)), 200
    verdict = judge_sender(request.form, token, turn.answers)      # suspicious ones are set aside
    store(token.nonce, answers_digest(turn.answers), turn.answers, verdict.reasons)   # the tool's own
    for question_id, answer in turn.answers.items():       # counters, so that results load no response
        kind_of(definition.question(question_id)).tallies(definition.question(question_id), answer)

The template says `{% from "fields/questions.html" import answer_form %}` and calls `answer_form(page, …)`.

The modules, in the order in which they import each other: say, text, answers, conditions, questions,
problems, rules, definition, kinds/, cleaning, forms, token, steps, condition_words, rendering, bots; and
`question_editor`, the small form by which a tool lets its owner write a question.
Nothing here knows the database or a tenant.
"""

from core.fields.answers import OTHER, Answers, answers_digest, chosen_options, other_words
from core.fields.bots import BotVerdict, challenge_for, judge_sender, reasons_in_words
from core.fields.cleaning import Cleaned, Trouble, clean_answers
from core.fields.condition_words import condition_in_words
from core.fields.conditions import visible_questions
from core.fields.definition import FormDefinition, Page
from core.fields.forms import AnswerForm, compile_form
from core.fields.kinds import KINDS, Column, Kind, kind_of
from core.fields.kinds.choices import option_words
from core.fields.kinds.numbers import number_bands
from core.fields.kinds.scales import nps_score, scale_values
from core.fields.problems import DefinitionError, Problem
from core.fields.questions import Choice, Option, Question, new_id
from core.fields.rendering import PageView, QuestionView, page_view
from core.fields.steps import (
    CompiledPages,
    Progress,
    Turn,
    compile_pages,
    is_askable,
    progress,
    take_turn,
    with_nonce,
)
from core.fields.token import (
    TOKEN_FIELD,
    TOKEN_PLACE,
    ExpiredTokenError,
    ForeignTokenError,
    FormToken,
    FormTokenError,
    TamperedTokenError,
    issue_form_token,
    join_with_token,
    read_form_token,
    split_around_token,
)

__all__ = [
    "KINDS",
    "OTHER",
    "TOKEN_FIELD",
    "TOKEN_PLACE",
    "AnswerForm",
    "Answers",
    "BotVerdict",
    "Choice",
    "Cleaned",
    "Column",
    "CompiledPages",
    "DefinitionError",
    "ExpiredTokenError",
    "ForeignTokenError",
    "FormDefinition",
    "FormToken",
    "FormTokenError",
    "Kind",
    "Option",
    "Page",
    "PageView",
    "Problem",
    "Progress",
    "Question",
    "QuestionView",
    "TamperedTokenError",
    "Trouble",
    "Turn",
    "answers_digest",
    "challenge_for",
    "chosen_options",
    "clean_answers",
    "compile_form",
    "compile_pages",
    "condition_in_words",
    "is_askable",
    "issue_form_token",
    "join_with_token",
    "judge_sender",
    "kind_of",
    "new_id",
    "nps_score",
    "number_bands",
    "option_words",
    "other_words",
    "page_view",
    "progress",
    "read_form_token",
    "reasons_in_words",
    "scale_values",
    "split_around_token",
    "take_turn",
    "visible_questions",
    "with_nonce",
]
