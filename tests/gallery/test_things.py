"""How many things a business's template may make."""

import pytest
import yaml

from core.gallery.bundles import files_in
from core.gallery.catalog import TemplateError
from core.gallery.check_content import MOST_THINGS
from core.gallery.checks import template_problems
from core.gallery.importing import bring_files
from tests.gallery.scene import LINES, write_template


@pytest.fixture
def folder_of(tmp_path):
    """A template's folder whose tool makes so many things, in two lists."""

    def written(things):
        folder = write_template(tmp_path, "crowd", licence="CC0-1.0")
        content = {"lines": LINES, "pages": ["x"] * 70, "offers": ["x"] * (things - 70)}
        (folder / "content" / "tale.yaml").write_text(yaml.safe_dump(content, allow_unicode=True), "utf-8")
        return folder

    return written


def test_more_than_fit_are_refused_in_words(app, tenant, folder_of):
    files = files_in(folder_of(MOST_THINGS + 1))
    with tenant.scope(), pytest.raises(TemplateError) as refused:
        bring_files(files=files)

    assert str(refused.value) == "121 pages, surveys, offers and so on, where 120 fit"


def test_as_many_as_fit_are_kept(app, tenant, folder_of):
    files = files_in(folder_of(MOST_THINGS))
    with tenant.scope():
        assert bring_files(files=files).size > 0


def test_a_folder_of_the_installation_may_make_more(app, folder_of):
    folder = folder_of(MOST_THINGS + 1)
    with app.app_context():
        assert template_problems(folder) == []
