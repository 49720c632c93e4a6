"""A new template works at once, whether it is begun from nothing or from another one."""

import pytest

from core.authoring.template_new import new_template
from core.gallery.catalog import TemplateError, read_template
from core.gallery.checks import template_faults
from tests.templates.scenario import NAMES


@pytest.mark.parametrize("of", ["", *NAMES])
def test_it_passes_the_check_at_once(app, tmp_path, of):
    with app.app_context():
        folder = new_template("fix-it", of=of, parent=tmp_path / "new")

        assert template_faults(folder) == []
        made = read_template(folder)
    assert (made.name, made.parent) == ("fix-it", of)


def test_every_field_has_a_comment(app, tmp_path):
    with app.app_context():
        folder = new_template("fix-it", parent=tmp_path / "new")

    fields = [line for line in (folder / "template.yaml").read_text("utf-8").splitlines() if ":" in line]
    assert len([line for line in fields if "#" in line]) >= 10


@pytest.mark.parametrize("name", ["", "x", "Shop", "two words", "../up", "a/b", "x" * 31, "9lives"])
def test_bad_names_are_refused_in_words(app, tmp_path, name):
    with app.app_context(), pytest.raises(TemplateError, match="is no name: 2 to 30 small letters"):
        new_template(name, parent=tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_nothing_is_overwritten(app, tmp_path):
    (tmp_path / "new" / "fix-it").mkdir(parents=True)
    (tmp_path / "new" / "fix-it" / "mine").touch()
    with app.app_context(), pytest.raises(TemplateError, match="is there already; take another name"):
        new_template("fix-it", parent=tmp_path / "new")
    assert [path.name for path in (tmp_path / "new" / "fix-it").iterdir()] == ["mine"]


def test_an_unknown_template_to_begin_from_names_the_known(app, tmp_path):
    with app.app_context(), pytest.raises(TemplateError, match="known: "):
        new_template("fix-it", of="nowhere", parent=tmp_path / "new")
    assert not (tmp_path / "new").exists()
