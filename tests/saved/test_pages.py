"""From one's own site to a template that others begin with; walls between tenants, the operator, the bin."""

import io
import re
import zipfile

import pytest
from flask_limiter.constants import ConfigVars
from sqlalchemy import select

from core.database import db, writing
from core.extensions import limiter
from core.gallery import bundles, own_saving
from core.gallery.models import SavedTemplate
from core.gallery.publishing import share
from core.gallery.saved import available_templates, saved_named
from core.gallery.saving import About
from core.tenants.models import Tenant
from tests.saved.scene import ABOUT, Business


@pytest.fixture
def saved(business):
    """A saved version's name."""
    business.begin("blank")
    return business.save().name


def send(client, url, data=None, *, page=None, **options):
    html = client.get(page or url, headers={"Accept-Language": "en"}).text
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', html)
    values = {"csrf_token": token[1] if token else "", **(data or {})}
    return client.post(url, data=values, headers={"Accept-Language": "en"}, **options)


def test_an_owner_looks_saves_and_shows_it(app, business, make_tenant, operator):
    business.begin()
    photo = business.photo()
    client, at = business.tenant.owner, business.tenant.console("/templates")
    with business.tenant.scope():
        business.row().name = {"zh": "清和洗衣", "en": "Qinghe Laundry"}
        db.session.commit()

    looked = send(client, f"{at}/new", {"names": "清和\n", "words": "月牙桥", "look": "1"})
    assert looked.status_code == 200
    assert "Dots take the place of your own words, in 2 places" in looked.text
    assert "月牙桥" in looked.text
    framed = client.get(f"{at}/new/frame?lang=zh").text
    assert "您的小店" in framed
    assert "清和" not in framed
    assert send(client, f"{at}/new", {"licence": "CC0-1.0"}).status_code == 422
    done = send(client, f"{at}/new", {"title_en": "Next door", "licence": "CC0-1.0", "photos": photo})
    name = done.location.rpartition("/")[2].partition("?")[0]
    visitor = app.test_client()
    assert visitor.get(f"/-/gallery/{name}").status_code == 404
    assert client.get(f"/-/gallery/{name}").status_code == 200, "the owner may begin with it"

    send(client, f"{at}/{name}/share", page=f"{at}/{name}")
    assert name in visitor.get("/").text
    assert "Your shop" in visitor.get(f"/-/gallery/{name}/preview?lang=en").text
    assert visitor.get(f"/-/gallery/{name}/theme.css").status_code == 200

    send(visitor, f"/-/report/template/{name}", {"reason": "spam", "text": "hm"})
    assert "about a template" in operator.get("/-/operator/reports?lang=en").text
    code = name.split("-")[1]
    send(operator, f"/-/operator/templates/{code}/down", {"reason": "no"}, page="/-/operator/templates")
    assert name not in visitor.get("/").text
    assert visitor.get(f"/-/gallery/{name}/preview").status_code == 404
    assert "took it out of the gallery: no" in client.get(f"{at}/{name}?lang=en").text
    send(client, f"{at}/{name}/unshare", page=f"{at}/{name}")
    send(client, f"{at}/{name}/share", page=f"{at}/{name}")
    assert name not in visitor.get("/").text, "its owner cannot put it back"


def test_what_goes_into_the_bin_leaves_the_gallery_and_comes_back_private(app, business, saved):
    client, at = business.tenant.owner, business.tenant.console("/templates")
    send(client, f"{at}/{saved}/share", page=f"{at}/{saved}")
    send(client, f"{at}/{saved}/bin", page=f"{at}/{saved}")
    assert saved not in app.test_client().get("/").text
    assert client.get(f"{at}/{saved}").status_code == 404
    assert saved in client.get(f"{at}/bin").text
    send(client, f"{at}/{saved}/restore", page=f"{at}/bin")
    assert client.get(f"{at}/{saved}").status_code == 200
    assert saved not in app.test_client().get("/").text
    send(client, f"{at}/{saved}/bin", page=f"{at}/{saved}")
    send(client, f"{at}/{saved}/forget")
    with business.tenant.scope():
        assert db.session.scalars(select(SavedTemplate)).all() == []


@pytest.mark.both_databases
def test_what_is_private_is_found_by_its_tenant_alone(app, business, make_tenant, saved):
    other = make_tenant("other", plugins=[])
    info, theirs = business.tenant.info(), other.info()
    with business.tenant.scope():
        assert saved in {one.name for one in available_templates(info)}
    with other.scope():
        assert saved_named(saved) is None
        assert saved not in {one.name for one in available_templates(theirs)}
    with business.tenant.scope():
        share(saved_named(saved))
        db.session.commit()
    with other.scope():
        assert saved_named(saved) is None, "its rows stay behind the wall"
        assert saved in {one.name for one in available_templates(theirs)}
    with app.app_context(), writing():
        db.session.delete(db.session.get_one(Tenant, business.tenant.id))
        db.session.commit()
    with other.scope():
        assert saved not in {one.name for one in available_templates(theirs)}


def test_versions_stay_as_they_were_and_are_counted(business, make_tenant, saved):
    code = saved.split("-")[1]
    again = business.save(about=About(ABOUT.title, ABOUT.summary, "", "CC-BY-4.0", code))
    assert again.name == f"own-{code}-2"
    Business(make_tenant("other", plugins=[])).begin(template=again)
    page = business.tenant.owner.get(business.tenant.console(f"/templates/{saved}?lang=en")).text
    assert "1 community" in page
    assert "Version 2" in page


def test_a_file_goes_to_another_business_by_hand(business, make_tenant, saved):
    at = business.tenant.console("/templates")
    packed = business.tenant.owner.get(f"{at}/{saved}/file").data
    assert "template.yaml" in zipfile.ZipFile(io.BytesIO(packed)).namelist()
    other = make_tenant("other", plugins=[])
    there = other.console("/templates")

    done = send(other.owner, f"{there}/bring", {"file": (io.BytesIO(packed), "x.zip")})
    assert done.status_code == 303
    refused = send(other.owner, f"{there}/bring", {"file": (io.BytesIO(b"PK"), "x.zip")})
    assert refused.status_code == 422
    with other.scope():
        [row] = db.session.scalars(select(SavedTemplate))
        assert row.licence == "CC-BY-4.0"
        assert row.name != saved


def test_files_are_brought_in_a_few_times_an_hour(app, business):
    app.config[ConfigVars.ENABLED] = True
    limiter.init_app(app)
    client, at = business.tenant.owner, business.tenant.console("/templates/bring")

    answers = [send(client, at, {"file": (io.BytesIO(b"PK"), "x.zip")}).text for _ in range(11)]

    assert ["Too many tries" in answer for answer in answers] == [False] * 10 + [True]


def test_a_trial_brings_in_little_and_what_is_too_much_is_not_kept(business, make_tenant, saved, monkeypatch):
    packed = business.tenant.owner.get(business.tenant.console(f"/templates/{saved}/file")).data
    other = Business(make_tenant("other", plugins=[]))
    at = other.tenant.console("/templates/bring")
    with other.tenant.scope():
        other.row().status = "trial"
        db.session.commit()
    monkeypatch.setattr(own_saving, "MOST_OF_A_TRIAL", len(packed) * 3 // 2)

    answers = [send(other.tenant.owner, at, {"file": (io.BytesIO(packed), "x.zip")}) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 422]
    with other.tenant.scope():
        assert len(db.session.scalars(select(SavedTemplate)).all()) == 1


def test_too_much_for_one_template_is_said_in_words(business, monkeypatch):
    business.begin("blank")
    at = business.tenant.console("/templates/new")
    monkeypatch.setattr(bundles, "MOST_BYTES", 100)

    assert [business.tenant.owner.get(f"{at}{path}").status_code for path in ("", "/frame")] == [409, 409]
