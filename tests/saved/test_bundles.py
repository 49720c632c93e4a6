"""A template's file from anywhere: what is no plain template is refused, by name, and fast."""

import io
import stat
import time
import zipfile

import pytest
import yaml
from PIL import Image
from sqlalchemy import select

from core.database import db
from core.gallery.bundles import MOST_BYTES, MOST_FILES, MOST_PHOTOS, files_in, pack, redrawn, unpacked
from core.gallery.catalog import TemplateError
from core.gallery.importing import bring_files, bring_template
from core.gallery.models import SavedTemplate
from core.gallery.saved import template_of
from tests.saved.scene import picture

ABOUT = {
    "name": "corner",
    "title": {"zh": "小店", "en": "Shop"},
    "summary": {"zh": "小店", "en": "Shop"},
    "tagline": {"zh": "小店", "en": "Shop"},
    "shop_name": {"zh": "小店", "en": "Shop"},
    "licence": "CC0-1.0",
    "theme": {"name": "breeze"},
    "plugins": ["site"],
}
PAGE = {
    "key": "home",
    "slug": "home",
    "title": {"zh": "小店", "en": "Shop"},
    "blocks": [
        {"key": "p", "kind": "image", "photo": "cup", "alt": {"zh": "杯子", "en": "A cup"}},
    ],
}


def written(**changes):
    about = yaml.safe_dump(ABOUT | changes, allow_unicode=True).encode()
    return {"template.yaml": about, "content/site.yaml": yaml.safe_dump({"pages": [PAGE]}).encode()}


def zipped(entries, *, mode=0, encrypted=False, method=zipfile.ZIP_DEFLATED):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        for name, content in entries:
            entry = zipfile.ZipInfo(name)
            entry.external_attr = mode << 16
            archive.writestr(entry, content, method)
    raw, entry = packed.getvalue(), b"PK\x01\x02\x14\x03\x14\x00"
    return raw.replace(entry + b"\x00", entry + b"\x01") if encrypted else raw


def lying(name, content, said):
    """A zip whose directory says that `content` is `said` bytes long."""
    raw = zipped([(name, content)])
    return raw.replace(len(content).to_bytes(4, "little"), said.to_bytes(4, "little"))


def spoilt(name, content):
    """A zip in whose packed bytes nothing can be read."""
    raw = bytearray(zipped([(name, content)]))
    begins = raw.index(name.encode()) + len(name)
    raw[begins : begins + 6] = b"\xff" * 6
    return bytes(raw)


GOOD = [("template.yaml", b"name: x")]
STRANGE = ["../x.yaml", "/etc/passwd", "art/../../x.svg", "content/a/b.yaml", "art/x.html", "art\\x.svg"]


@pytest.mark.parametrize(
    ("packed", "said"),
    [
        (b"not a zip", "no zip file"),
        (zipped([]), "there is no template.yaml"),
        *((zipped([*GOOD, (name, b"x")]), "no file of a template") for name in STRANGE),
        (zipped(GOOD, mode=stat.S_IFLNK | 0o777), "links and locked files"),
        (zipped(GOOD, encrypted=True), "links and locked files"),
        (zipped([*GOOD, ("art/a.svg", b"0" * (MOST_BYTES + 1))]), "too large"),
        (zipped([*GOOD, ("art/a.svg", b"0" * 600_000)]), "longer than 512 kB"),
        (zipped([(f"art/a{number}.svg", b"") for number in range(MOST_FILES + 1)]), "too large"),
        (lying("template.yaml", b"0" * 70_001, 300), "no zip file"),
        (spoilt("template.yaml", b"name: x\n" * 300), "no zip file"),
        (zipped(GOOD, method=zipfile.ZIP_LZMA), "packed in a way"),
        (zipped(GOOD, method=zipfile.ZIP_BZIP2), "packed in a way"),
        (b"0" * (MOST_BYTES + 1), "too large"),
    ],
)
def test_what_is_no_plain_template_is_refused(packed, said):
    begun = time.perf_counter()
    with pytest.raises(TemplateError, match=said):
        unpacked(packed)
    assert time.perf_counter() - begun < 2


def test_a_name_that_stands_twice_is_refused():
    with pytest.warns(UserWarning, match="Duplicate name"):
        packed = zipped([*GOOD, *GOOD])
    with pytest.raises(TemplateError, match="twice"):
        unpacked(packed)


def test_links_in_a_folder_are_not_followed(tmp_path):
    (tmp_path / "template.yaml").symlink_to("/etc/passwd")
    with pytest.raises(TemplateError, match="links are not followed"):
        files_in(tmp_path)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"template.yaml": b"a: &a [x]\nb: *a\n"}, "anchors and aliases"),
        ({"template.yaml": b"[" * 3000}, "too deep"),
        ({"template.yaml": b"!!python/object/apply:os.system [x]"}, "tags"),
        ({"content/site.yaml": b"pages: 7"}, "pages"),
        ({"art/a.svg": b"<svg viewBox='0 0 1 1'><script>1</script></svg>"}, "script"),
        ({"art/cup.webp": b"RIFF0000WEBP<script>"}, "no photo"),
        ({"art/cup.png": b"<html>"}, "no photo"),
    ],
)
def test_what_stands_in_it_is_checked_as_in_a_folder(app, tenant, change, said):
    with tenant.scope(), pytest.raises(TemplateError, match=said):
        bring_files(files={**written(), **change})
    with tenant.scope():
        assert db.session.scalars(select(SavedTemplate)).all() == []


def test_what_is_brought_in_is_drawn_anew_and_keeps_its_lineage(app, tenant):
    packed = pack({**written(), "art/cup.jpg": picture().read()})
    with tenant.scope():
        row = bring_template(packed=packed)
        db.session.commit()
        info = template_of(row)

    assert info.parent == "corner"
    assert row.title == {"zh": "小店", "en": "Shop"}
    assert sorted(path.name for path in (info.folder / "art").iterdir()) == ["cup-480.webp", "cup.webp"]
    for path in (info.folder / "art").iterdir():
        assert b"kanari" not in path.read_bytes()
        with Image.open(path) as image:
            assert not image.getexif()


@pytest.mark.parametrize(
    ("photos", "side", "said"),
    [(MOST_PHOTOS + 1, 16, "too many photos: 40 at most"), (9, 7000, "400 megapixels at most")],
)
def test_more_photos_than_are_drawn_at_once_are_refused_by_their_headers(photos, side, said):
    file = io.BytesIO()
    Image.new("1", (side, side)).save(file, "PNG")
    begun = time.process_time()
    with pytest.raises(TemplateError, match=said):
        redrawn({f"art/p{number}.png": file.getvalue() for number in range(photos)})
    assert time.process_time() - begun < 0.5
