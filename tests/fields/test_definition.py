"""Forms as data: what is read back is what was written, and what is refused says where."""

import json
from contextlib import suppress

import pytest
import yaml
from hypothesis import given, strategies as st

from core.fields import DefinitionError, FormDefinition, new_id

words = st.dictionaries(
    st.sampled_from(["zh", "en", "zh-Hant"]), st.text(min_size=1, max_size=20), min_size=1
).filter(lambda text: any(value.strip("\x00\x1f \n") and value.isprintable() for value in text.values()))
ids = st.from_regex(r"[a-z0-9][a-z0-9_-]{0,8}", fullmatch=True)


def options_of(draw: st.DrawFn) -> list[dict]:
    return [
        {"id": option, "label": draw(words)}
        for option in draw(st.lists(ids, min_size=1, max_size=4, unique=True))
    ]


@st.composite
def definitions(draw: st.DrawFn) -> dict:
    """Forms whose later questions may hang on earlier ones."""
    questions: list[dict] = []
    for question_id in draw(st.lists(ids, min_size=1, max_size=6, unique=True)):
        kind = draw(st.sampled_from(["single", "multiple", "nps", "number", "date", "short_text", "consent"]))
        question = {"id": question_id, "kind": kind, "title": draw(words), "required": draw(st.booleans())}
        if kind in ("single", "multiple"):
            question |= {"options": options_of(draw), "other": draw(st.booleans())}
        if kind == "number":
            question |= {"min": draw(st.floats(-100, 0)), "max": draw(st.integers(0, 100))}
        if kind == "date":
            question["min"] = draw(st.dates()).isoformat()
        if kind == "consent":
            question["statement"] = draw(words)
        if questions and draw(st.booleans()):
            question["show_if"] = draw(conditions(questions))
        questions.append(question)
    cut = draw(st.integers(0, len(questions)))
    return {"pages": [{"questions": questions[:cut]}, {"title": draw(words), "questions": questions[cut:]}]}


def conditions(earlier: list[dict]) -> st.SearchStrategy[dict]:
    leaves = []
    for question in earlier:
        leaves.append(st.just({"question": question["id"], "answered": True}))
        leaves.append(st.just({"question": question["id"], "answered": False}))
        if "options" in question:
            chosen = [option["id"] for option in question["options"]]
            leaves.append(st.just({"question": question["id"], "is": chosen[:2]}))
        if question["kind"] in ("nps", "number"):
            leaves.append(st.just({"question": question["id"], "at_least": 3}))
            leaves.append(st.just({"question": question["id"], "at_most": 6.5}))
    return st.recursive(
        st.one_of(leaves),
        lambda parts: st.builds(
            lambda name, several: {name: several},
            st.sampled_from(["all", "any"]),
            st.lists(parts, min_size=1, max_size=3),
        ),
        max_leaves=4,
    )


@given(definitions())
def test_a_form_is_read_back_as_it_was_written(data: dict) -> None:
    definition = FormDefinition.from_data(data)

    assert FormDefinition.from_data(definition.to_data()) == definition
    assert FormDefinition.from_json(definition.to_json()) == definition
    assert FormDefinition.from_yaml(definition.to_yaml()) == definition


def test_questions_are_found_by_id_and_page(every_kind: FormDefinition) -> None:
    assert every_kind.question("mail").kind == "email"
    assert [every_kind.page_of(name) for name in ("often", "agree")] == [0, 1]
    assert len(every_kind.questions) == 13
    assert "note" not in [question.id for question in every_kind.asking]
    with pytest.raises(KeyError):
        every_kind.question("weather")


def test_new_ids_are_short_names_and_differ() -> None:
    made = {new_id() for _ in range(1000)}

    assert len(made) == 1000
    assert all(len(one) == 8 and one.isalnum() and one == one.lower() for one in made)


def form_of(*questions: dict) -> dict:
    return {"pages": [{"questions": list(questions)}]}


NPS = {"id": "gladly", "kind": "nps", "title": {"en": "Gladly?"}}
CHOICE = {
    "id": "often",
    "kind": "single",
    "title": {"en": "How often?"},
    "options": [{"id": "weekly", "label": {"en": "Weekly"}}],
}


@pytest.mark.parametrize(
    ("data", "english", "chinese"),
    [
        ({}, "pages: is missing", "pages：还缺着"),
        ({"pages": []}, "pages: too short: 1 at least", "pages：太少了，至少 1"),
        ([], "form: must be a list of names and values", "整份：要写成名字和值的列表"),
        (
            form_of({**NPS, "kind": "karma"}),
            "question “gladly”: there is no such kind",
            "题目“gladly”：没有这种题型",
        ),
        (
            form_of({**NPS, "title": {"en": " "}}),
            "question “gladly”, title: nothing is said here in any language",
            "题目“gladly”，title：哪种语言都还没写",
        ),
        (
            form_of({**NPS, "title": {"en": "x" * 301}}),
            "question “gladly”, title: longer than 300 characters",
            "题目“gladly”，title：超过了 300 个字",
        ),
        (
            form_of({**NPS, "colour": "red"}),
            "question “gladly”, colour: is not known here",
            "题目“gladly”，colour：这里没有这一项",
        ),
        (
            form_of({**CHOICE, "options": [{"id": "weekly"}]}),
            "question “often”, options → 1 → label: is missing",
            "题目“often”，options → 1 → label：还缺着",
        ),
        (
            form_of({**CHOICE, "options": CHOICE["options"] * 2}),
            "question “often”: option “weekly” is there twice",
            "题目“often”：选项“weekly”出现了两次",
        ),
        (
            form_of({**NPS, "show_if": {"question": "often", "is": ["weekly"]}}, CHOICE),
            "question “gladly”, show_if: “often” does not come earlier",
            "题目“gladly”的显示条件：“often”不在它前面",
        ),
        (
            form_of(CHOICE, {**NPS, "show_if": {"question": "often", "is": ["daily"]}}),
            "question “gladly”, show_if: “often” has no option “daily”",
            "题目“gladly”的显示条件：“often”没有选项“daily”",
        ),
        (
            form_of(CHOICE, {**NPS, "show_if": {"question": "often", "at_least": 3}}),
            "question “gladly”, show_if: “often” is not answered with a number",
            "题目“gladly”的显示条件：“often”的回答不是数字",
        ),
        (
            form_of(CHOICE, {**NPS, "show_if": {"question": "oftne", "answered": True}}),
            "question “gladly”, show_if: there is no question “oftne”",
            "题目“gladly”的显示条件：没有“oftne”这道题",
        ),
        (
            form_of(CHOICE, {**NPS, "show_if": {"question": "often", "equals": 3}}),
            "question “gladly”, show_if: a condition has one of: is, at_least, at_most, answered, all, any",
            "题目“gladly”，show_if：条件只能是 is、at_least、at_most、answered、all、any 之一",
        ),
        (form_of(NPS, NPS), "question “gladly” is there twice", "题目“gladly”出现了两次"),
        (
            form_of({"id": "n", "kind": "number", "title": {"en": "N"}, "min": 5, "max": 1}),
            "question “n”: “min” is more than “max”",
            "题目“n”：“min”比“max”大",
        ),
        (
            form_of({"id": "t", "kind": "short_text", "title": {"en": "T"}, "pattern": "(?=a)b"}),
            "question “t”: “pattern” is no expression that RE2 knows",
            "题目“t”：“pattern”不是 RE2 认识的写法",
        ),
        (
            form_of({"id": "p", "kind": "phone", "title": {"en": "P"}, "region": "XX"}),
            "question “p”: there is no region “XX”",
            "题目“p”：没有“XX”这个地区",
        ),
    ],
)
def test_what_is_wrong_is_said_with_its_place(data, english, chinese, speaking) -> None:
    with pytest.raises(DefinitionError) as refused:
        FormDefinition.from_data(data)

    with speaking("en"):
        assert str(refused.value) == english
    with speaking("zh"):
        assert str(refused.value) == chinese


def test_every_problem_is_listed_with_its_question() -> None:
    with pytest.raises(DefinitionError) as refused:
        FormDefinition.from_data(form_of({**NPS, "title": 3}, {**CHOICE, "options": []}))

    assert [problem.question for problem in refused.value.problems] == ["gladly", "often"]


def test_too_many_questions_are_refused() -> None:
    pages = [{"questions": [{**NPS, "id": f"q{page}x{n}"} for n in range(101)]} for page in range(2)]

    with pytest.raises(DefinitionError, match="more than 200 questions in one form"):
        FormDefinition.from_data({"pages": pages})


def nested(depth: int) -> dict:
    condition: dict = {"question": "often", "answered": True}
    for _ in range(depth):
        condition = {"all": [condition]}
    return form_of(CHOICE, {**NPS, "show_if": condition})


LOOP: dict = {"pages": []}
LOOP["pages"].append(LOOP)


@pytest.mark.parametrize(
    "data",
    [
        nested(5000),
        LOOP,
        {"pages": [{"questions": [NPS] * 50_000}]},
        {"pages": {1: 2}},
        {"pages": [{"questions": [{**NPS, "title": {"en": b"bytes"}}]}]},
        form_of({"id": "n", "kind": "number", "title": {"en": "N"}, "min": float("nan")}),
        form_of({"id": "n", "kind": "number", "title": {"en": "N"}, "max": 10**400}),
        form_of({**NPS, "id": "../../etc"}),
        form_of({**NPS, "id": "_other"}),
        form_of({**NPS, "required": "yes"}),
        form_of({**NPS, "title": {"<script>": "x"}}),
        None,
        42,
        "pages",
    ],
    ids=lambda data: type(data).__name__,
)
def test_hostile_data_is_a_definition_error(data: object) -> None:
    with pytest.raises(DefinitionError) as refused:
        FormDefinition.from_data(data)

    assert str(refused.value)


BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [{','.join(['*' + chr(97 + n)] * 9)}]\n" for n in range(8)
)


@pytest.mark.parametrize(
    "written",
    [BOMB, "pages: [", "!!python/object/apply:os.system [ls]", "[" * 100_000, "\x00", "x" * 1_000_001],
)
def test_hostile_yaml_is_a_definition_error(written: str) -> None:
    with pytest.raises(DefinitionError):
        FormDefinition.from_yaml(written)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda x: st.lists(x) | st.dictionaries(st.text(), x),
    )
)
def test_any_json_is_a_form_or_a_definition_error(data: object) -> None:
    for wrapped in (
        data,
        {"pages": data},
        {"pages": [{"questions": data}]},
        form_of({**NPS, "show_if": data}),
    ):
        with suppress(DefinitionError):
            FormDefinition.from_json(json.dumps(wrapped))


def test_dates_of_yaml_are_days() -> None:
    written = yaml.safe_dump(form_of({"id": "d", "kind": "date", "title": {"en": "D"}}))
    definition = FormDefinition.from_yaml(written.replace("kind: date", "kind: date\n    min: 2026-05-23"))

    assert definition.to_data()["pages"][0]["questions"][0]["min"] == "2026-05-23"
