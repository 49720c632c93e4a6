"""A site is saved as a template and opened elsewhere: content goes along, its own words stay."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from core.database import db, now
from core.gallery.applied import applications
from core.gallery.applying import Takes, apply_to_community
from core.gallery.asking import SilentToolsError
from core.gallery.catalog import TemplateError
from core.gallery.licences import licences_after
from core.gallery.saving import lineage_of
from core.gallery.undoing import take_back
from core.media.models import MediaFile
from core.media.operations import media_folder
from core.plugin_faults import FAULTS_TO_PAUSE, Pause
from core.plugin_manager import plugins
from core.tenants.pauses import kept_form
from plugins.meeting.models import Speaker
from plugins.site.operations import add_block
from plugins.site.queries import home_page
from tests.saved.scene import ABOUT, Business


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


def test_a_template_that_was_added_is_an_ancestor_too_until_it_is_taken_back(business, make_tenant):
    business.begin("laundry")
    saved = business.save(about=replace(ABOUT, licence="CC-BY-SA-4.0"))
    other = Business(make_tenant("other", plugins=[]))
    other.begin("blank")
    with other.tenant.scope():
        apply_to_community(tenant=other.row(), template=saved, takes=Takes())
        db.session.commit()

    lineage = lineage_of(other.tenant.info())
    assert [one["name"] for one in lineage] == ["blank", "laundry", saved.name]
    assert licences_after(one["licence"] for one in lineage) == ("CC-BY-SA-4.0", "own-use")

    with other.tenant.scope():
        take_back(tenant=other.row(), record=applications()[0])
        db.session.commit()
    assert [one["name"] for one in lineage_of(other.tenant.info())] == ["blank"]
