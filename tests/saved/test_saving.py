"""A site is saved as a template and opened elsewhere: content goes along, its own words stay."""

import pytest
from sqlalchemy import select

from core.database import db, now
from core.gallery.asking import SilentToolsError
from core.gallery.catalog import TemplateError
from core.media.models import MediaFile
from core.media.operations import media_folder
from core.plugin_faults import FAULTS_TO_PAUSE, Pause
from core.plugin_manager import plugins
from core.tenants.pauses import kept_form
from plugins.meeting.models import Speaker
from plugins.site.operations import add_block
from plugins.site.queries import home_page
from tests.saved.scene import Business


def exported(tenant):
    info = tenant.info()
    with tenant.scope():
        return dict(plugins().gather(info, "starter_export"))


@pytest.mark.both_databases
@pytest.mark.parametrize("scenario", ["laundry", "conference"])
def test_what_was_saved_opens_elsewhere_and_is_saved_again_alike(business, make_tenant, scenario):
    business.begin(scenario)
    photo = business.photo()
    with business.tenant.scope():
        business.row().name = {"zh": "清和洗衣", "en": "Qinghe Laundry"}
        add_block(
            page=home_page(),
            data={"kind": "image", "photo": photo, "alt": {"zh": "清和洗衣的柜台", "en": "Our counter"}},
        )
        for speaker in db.session.scalars(select(Speaker)):
            speaker.photo = photo
        db.session.commit()

    first = business.save(photos=(photo,))
    other = Business(make_tenant("other", plugins=[]))
    other.begin(template=first)
    with other.tenant.scope():
        [kept] = db.session.scalars(select(MediaFile))
        assert kept.widths == [480, 700]
        folder = media_folder(other.tenant.id)
        assert sorted(path.name for path in folder.iterdir()) == [
            f"{kept.code}-480.webp",
            f"{kept.code}-700.webp",
        ]
        assert home_page().draft["blocks"][-1]["photo"] == kept.code
        assert home_page().draft["blocks"][-1]["alt"]["zh"] == "您的小店的柜台"
    again = other.save(photos=(kept.code,))

    assert {path.name for path in (first.folder / "content").iterdir()} == {
        f"{name}.yaml" for name, content in exported(other.tenant).items() if content
    }
    third = Business(make_tenant("third", plugins=[]))
    third.begin(template=again)
    assert [one["name"] for one in again.model_dump()["lineage"]] == [scenario, first.name]
    assert again.lineage[-1].author == "Qinghe"


def test_site_with_more_than_fits_into_a_template_is_refused(business, monkeypatch):
    business.begin("laundry")
    monkeypatch.setattr("core.gallery.check_content.MOST_THINGS", 5)

    with pytest.raises(TemplateError, match="surveys, offers and so on, where 5 fit"):
        business.save()


def test_a_tool_that_pauses_is_asked_and_one_that_is_silent_is_waited_for(app, business):
    business.begin("laundry")
    engine = app.extensions["hutong.plugins"]
    pause = Pause(business.tenant.id, "site", engine.version("site"), now(), "menu", "broken")
    with business.tenant.scope():
        business.row().paused = {"site": kept_form(pause)}
        db.session.commit()
    assert business.tenant.info().paused == {"site"}
    assert (business.save().folder / "content" / "site.yaml").is_file()

    engine.book.on_pause = lambda _pause: None  # it is not written down, so that the tool stays silent
    engine.book.forget(business.tenant.id, "site")
    for _ in range(FAULTS_TO_PAUSE):
        engine.book.note(business.tenant.id, "site", "starter_export", engine.version("site"), "broken")
    with pytest.raises(SilentToolsError, match="site"):
        business.save()
    page = business.tenant.owner.get(business.tenant.console("/templates/new?lang=en"))
    assert page.status_code == 409
    assert "no answer just now" in page.text
