"""``hutong plugin check``: what only a rehearsal shows, and how the command answers."""

import json

import pytest

from core.authoring.plugin_check.checking import check_plugins
from core.cli import main
from tests.refusals.broken import MODELS, PUBLIC, SOUND, hook, public

REVISION = """\
import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade():
    op.create_table(
        "NAME_wish",
        sa.Column("tenant_id", sa.Uuid(), sa.ForeignKey("tenant.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("id", sa.Uuid(), primary_key=True),
    )


def downgrade():
    op.drop_table("NAME_wish")
"""
WHOLE = SOUND | {
    "README.md": "A wall.\n",
    "testing.py": "def sample_arguments():\n    return {}\n",
    "tests/test_contracts.py": "",
    "translations/zh_Hans_CN/LC_MESSAGES/messages.po": "",
}
MODELLED = public("from flask", "from hutong_NAME import models\nfrom flask") | {
    "migrations/versions/0001_wishes.py": REVISION
}
REHEARSED = {
    "differs": (MODELLED | {"models.py": MODELS}, ["no revision makes the column differs_wish.text"]),
    "onekey": (
        MODELLED
        | {
            "models.py": MODELS.replace(
                "    text:", '    __table_args__ = (UniqueConstraint("text"),)\n    text:'
            ).replace("from hutong", "from sqlalchemy import UniqueConstraint\nfrom hutong")
        },
        [
            "no revision makes the column onekey_wish.text",
            "no revision makes the constraint uq_onekey_wish_text",
            "onekey_wish: unique uq_onekey_wish_text does not begin with tenant_id",
        ],
    ),
    "fails": (
        {"testing.py": "def sample_arguments():\n    return {}['x']\n"},
        ["sample_arguments() fails: KeyError: 'x'"],
    ),
    "noargument": (
        {"public.py": PUBLIC.replace('get("/")', 'get("/<wish_id>")').replace("index()", "index(wish_id)")},
        ["sample_arguments() gives no 'wish_id', which /noargument/<wish_id> takes"],
    ),
    "hookfails": (
        hook("def menu(tenant, language):\n    return [tenant.nothing]"),
        ["the hook menu fails: AttributeError: 'TenantInfo' object has no attribute 'nothing'"],
    ),
    "hooktype": (
        hook("def menu(tenant, language):\n    return ['no entry']"),
        ["the hook menu fails: TypeError: menu gave str, not MenuEntry"],
    ),
    "sound": ({}, []),
}


def write(folder, name, files):
    """The package of a plugin."""
    package = folder / f"hutong_{name}"
    for path, text in (WHOLE | files).items():
        file = package / path.replace("NAME", name)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text.replace("NAME", name), encoding="utf-8")
    return package


@pytest.fixture(scope="module")
def findings(tmp_path_factory):
    """All that is found in a rehearsal of all of them together."""
    folder = tmp_path_factory.mktemp("plugins")
    return check_plugins([write(folder, name, files) for name, (files, _expected) in REHEARSED.items()])


@pytest.mark.parametrize("name", REHEARSED)
def test_a_rehearsal_finds_what_no_reader_sees(findings, name):
    found = [finding.what for finding in findings if f"hutong_{name}" in finding.file.parts]

    assert sorted(found) == sorted(REHEARSED[name][1])


def test_a_failing_hook_is_shown_where_it_fails(findings):
    places = [(finding.file.name, finding.line) for finding in findings if "menu fails: Attr" in finding.what]

    assert places == [("plugin.py", 23)]


def check(capsys, *arguments):
    """Exit status and standard output."""
    with pytest.raises(SystemExit) as ended:
        main(["plugin", "check", *map(str, arguments)])
    return ended.value.code, capsys.readouterr().out


def test_the_command_says_file_line_and_hint_and_fails(tmp_path, monkeypatch, capsys):
    write(tmp_path, "wall", public('@policy("anyone")\n', ""))
    monkeypatch.chdir(tmp_path)

    said = "hutong_wall/public.py:8: the route index has no policy. "
    hint = 'hint: put @policy("anyone"), @policy("member"), @policy("staff") … below the route\n'
    assert check(capsys, "hutong_wall", "--files-only") == (1, said + hint)
    status, said = check(capsys, tmp_path, "--files-only", "--json")
    assert (status, [(one["file"], one["line"]) for one in json.loads(said)]) == (
        1,
        [("hutong_wall/public.py", 8)],
    )


def test_a_reason_on_the_line_is_accepted(tmp_path, monkeypatch, capsys):
    page = {"templates/NAME/index.html": "<p>{{ note|safe }}{# plugin check: made by our own code #}</p>\n"}
    write(tmp_path, "wall", page)
    monkeypatch.chdir(tmp_path)

    assert check(capsys, "hutong_wall", "--files-only") == (0, "")


def test_a_name_that_nobody_has_is_said(capsys):
    with pytest.raises(SystemExit):
        main(["plugin", "check", "nothing"])

    assert "no plugin is called 'nothing'; there are: club," in capsys.readouterr().err
