"""Photos in the console and on the public side."""

import io
import json

import pytest
from sqlalchemy import select

from core.database import db
from core.media.models import MediaFile
from core.media.operations import media_folder, plain_name
from tests.media.pictures import saved, scene, sideways_jpeg_with_place


@pytest.fixture(autouse=True)
def _without_forgery_tokens(app):
    """The forgery token has tests of its own."""
    app.config["WTF_CSRF_ENABLED"] = False


@pytest.fixture
def send(tenant):
    """Send a file as the browser's form does, or as the script does."""

    def post(data, name="IMG_0001.jpg", *, script=False, who=None):
        return (who or tenant.staff).post(
            tenant.console("/media/"),
            data={"photo": (io.BytesIO(data), name)},
            headers={"X-Requested-With": "upload"} if script else {},
        )

    return post


def stored(tenant):
    with tenant.scope():
        return db.session.scalars(select(MediaFile)).all()


def test_a_photo_from_a_phone_is_served_for_ever(tenant, send, visitor):
    answer = send(sideways_jpeg_with_place(), script=True)

    [photo] = stored(tenant)
    served = visitor.get(tenant.public(f"/media/{photo.code}-960.webp"))
    assert json.loads(answer.text) == {
        "code": photo.code,
        "url": tenant.console(f"/media/{photo.code}-480.webp"),
        "name": "IMG_0001.jpg",
    }
    assert (served.status_code, served.mimetype, served.data[8:12]) == (200, "image/webp", b"WEBP")
    assert served.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert served.headers["X-Content-Type-Options"] == "nosniff"
    with tenant.staff.get(json.loads(answer.text)["url"]) as in_console:
        assert in_console.status_code == 200
    served.close()


@pytest.mark.parametrize("path", ["{code}-961.webp", "{code}-480.png", "..%2f{code}-480.webp", "x-480.webp"])
def test_other_addresses_are_missing(tenant, other_tenant, send, visitor, path):
    send(saved(scene(), "JPEG"))
    [photo] = stored(tenant)

    statuses = [
        visitor.get(shop.public(f"/media/{address}")).status_code
        for shop, address in [
            (tenant, path.format(code=photo.code)),
            (other_tenant, f"{photo.code}-480.webp"),
        ]
    ]

    assert statuses == [404, 404]


def test_a_fake_comes_back_with_a_sentence_in_the_readers_language(tenant, send):
    page = send(b"<svg onload=alert(1)>", "shirt.jpg")
    answer = tenant.staff.post(
        tenant.console("/media/?lang=zh"),
        data={"photo": (io.BytesIO(b"GIF89a"), "x.jpg")},
        headers={"X-Requested-With": "upload"},
    )

    assert (page.status_code, answer.status_code) == (422, 422)
    assert "This isn’t a photo we can read. JPEG, PNG, WebP and HEIC work." in page.text
    assert answer.get_json() == {"error": "这不是能认出来的照片。JPEG、PNG、WebP 和 HEIC 都行。"}
    assert stored(tenant) == []


def test_names_lose_folders_and_tricks():
    sent = ["../../etc/passwd", "C:\\photos\\shirt.jpg", "a\u202egpj.exe\r\nX: y\0", "长" * 300]

    assert [plain_name(name) for name in sent] == ["passwd", "shirt.jpg", "agpj.exeX: y", "长" * 120]


def test_deleting_takes_the_files_too(app, tenant, send):
    send(saved(scene(), "JPEG"))
    [photo] = stored(tenant)
    with app.app_context():
        folder = media_folder(tenant.id)
    assert len(list(folder.iterdir())) == 3

    tenant.staff.post(tenant.console(f"/media/{photo.code}/delete"))

    assert (stored(tenant), list(folder.iterdir())) == ([], [])


def test_visitors_and_other_tenants_cannot_send_or_delete(tenant, other_tenant, send, visitor):
    send(saved(scene(), "JPEG"))
    [photo] = stored(tenant)

    answers = [
        send(saved(scene(), "JPEG"), who=visitor).status_code,
        send(saved(scene(), "JPEG"), who=other_tenant.owner).status_code,
        other_tenant.owner.post(other_tenant.console(f"/media/{photo.code}/delete")).status_code,
    ]

    assert answers == [302, 404, 404]
    assert len(stored(tenant)) == 1
