"""`hutong plugin enable` and `disable`: a tool in a community, with content to begin with."""

import pytest

from core.database import db
from core.tenants.models import Tenant


@pytest.fixture
def tale_of(app, make_tenant):
    """A community without tools, and what of it is stored."""
    plain = make_tenant("plain", plugins=[])

    def stored():
        with plain.scope():
            row = db.session.get(Tenant, plain.id)
            return row.plugins, row.settings.get("tale")

    return stored


def test_a_tool_is_switched_on_with_content_and_off_again(hutong, tale_of, tmp_path):
    content = tmp_path / "tale.yaml"
    content.write_text("lines: {first: {zh: 从前, en: Once upon a time}}")

    code, out, err = hutong("plugin", "enable", "tale", "plain", "--content", str(content))
    assert (code, err) == (0, "tale is on in plain\n")
    assert out.startswith("Link     http://127.0.0.1:5000/plain/s/")
    assert tale_of() == (["tale"], {"first": {"zh": "从前", "en": "Once upon a time"}})

    assert hutong("plugin", "disable", "tale", "plain") == (0, "", "tale is off in plain\n")
    assert tale_of() == ([], {"first": {"zh": "从前", "en": "Once upon a time"}})


def test_content_that_the_tool_refuses_changes_nothing(hutong, tale_of, tmp_path):
    content = tmp_path / "tale.yaml"
    content.write_text("other: 1")

    code, _out, err = hutong("plugin", "enable", "tale", "plain", "--content", str(content))

    assert (code, err) == (1, f"hutong: {content}: tale/content/tale.yaml: lines: missing\n")
    assert tale_of() == ([], None)


def test_what_is_not_there_is_said(hutong, tale_of):
    assert hutong("plugin", "enable", "nope", "plain") == (
        1,
        "",
        "hutong: no tool is called 'nope'; installed are tale\n",
    )
    assert hutong("plugin", "enable", "tale", "nobody")[::2] == (
        1,
        "hutong: no community is called 'nobody'\n",
    )
