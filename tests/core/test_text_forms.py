"""A form of texts in several languages."""

import pytest
from werkzeug.datastructures import MultiDict

from core.text_forms import AskedText, texts_data, texts_form

ASKED = {
    "title": AskedText("Title", 10, needed="Give it a name."),
    "intro": AskedText("Below it", 20, lines=True),
}


@pytest.fixture
def posted(app):
    """A form of what was typed, in the languages named."""

    def fill(languages, **typed):
        with app.test_request_context(method="POST"):
            return texts_form(ASKED, languages)(formdata=MultiDict(typed), meta={"csrf": False})

    return fill


def test_texts_form_asks_in_each_language_and_says_which(app):
    with app.test_request_context("/?lang=en"):
        both, one = (texts_form(ASKED, languages)() for languages in (("zh", "en"), ("en",)))
        labels = {field.name: str(field.label.text) for field in both if field.type != "CSRFTokenField"}

        assert labels == {
            "base": "Base",
            "title_zh": "Title, 中文",
            "title_en": "Title, English",
            "intro_zh": "Below it, 中文",
            "intro_en": "Below it, English",
        }
        assert str(one.title_en.label.text) == "Title"


def test_texts_form_gives_what_was_typed_without_the_blanks(posted):
    form = posted(("zh", "en"), title_zh=" 门 ", title_en="  ", intro_en="Come in")

    assert form.texts() == {"title": {"zh": "门"}, "intro": {"en": "Come in"}}


def test_texts_form_is_content_with_one_language(app, posted):
    with app.test_request_context():
        assert posted(("zh", "en"), title_en="Door").validate()


def test_texts_form_says_what_is_needed(app, posted):
    with app.test_request_context():
        form = posted(("zh", "en"), intro_zh="请进")

        assert not form.validate()
        assert form.errors == {"title_zh": ["Give it a name."]}


def test_texts_data_fills_the_form_again():
    assert texts_data({"title": {"zh": "门", "en": "Door"}, "intro": None}) == {
        "title_zh": "门",
        "title_en": "Door",
    }
