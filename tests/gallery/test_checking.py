# ruff: noqa: E501 - a mistake and what is said about it stand in one line
"""Every mistake of a template is told, with file, line and what to do; and none of them breaks the gallery."""

import pytest
from PIL import Image

from core.gallery.checks import template_faults, template_problems

ABOUT = """\
name: shop
order: 5
author: Wen Lan
licence: CC-BY-4.0
parent: corner-shop
title: {zh: "小店", en: "Shop"}
summary: {zh: "一页就够", en: "One page will do"}
tagline: {zh: "街角", en: "Round the corner"}
shop_name: {zh: "街角小店", en: "Corner Shop"}
art: shelf.svg
theme:
  name: breeze
  palette: clear
profile: {time_zone: Asia/Shanghai}
plugins:
  - tale
"""
TALE = """\
lines:
  first: {zh: "从前", en: "Once"}
  second:
    zh: "[后来](tool:tale/first)"
    en: "[Then](tool:tale/first)"
"""
SVG = '<svg class="art" viewBox="0 0 340 190"><rect class="f1" width="9" height="9"/></svg>'
ABOUT_HELP = "see “template.yaml” in tenant_templates/README.md"
BOTH = "write it in both languages: {zh: …, en: …}"
QUOTES = "put texts with “: ”, “?”, “,” or “#” in quotation marks, and indent with spaces, not tabs"


@pytest.fixture
def shop(tmp_path):
    """A template without a mistake."""
    folder = tmp_path / "shop"
    for name, text in {"template.yaml": ABOUT, "content/tale.yaml": TALE, "art/shelf.svg": SVG}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


def faults(app, folder):
    with app.app_context():
        return [str(fault) for fault in template_faults(folder)]


def test_a_good_one_has_none(app, shop):
    assert faults(app, shop) == []


IN_ABOUT = [
    ("order: 5", "order: high", f"2: order: Input should be a valid integer, unable to parse string as an integer. hint: {ABOUT_HELP}"),
    ("name: shop", "name: store", "1: name: is 'store', the folder is 'shop'. hint: write name: shop"),
    ("licence: CC-BY-4.0", "licence: CC-BY-3.0", "4: licence: unknown licence 'CC-BY-3.0'; known: CC0-1.0, CC-BY-4.0, CC-BY-SA-4.0, MIT, here-only, own-use. hint: did you mean 'CC-BY-4.0'?"),
    ("parent: corner-shop", "parent: ../etc", "5: parent: String should match pattern '^$|^[a-z][a-z0-9-]{1,29}$'. hint: small letters, digits and hyphens; it begins with a letter"),
    ('title: {zh: "小店", en: "Shop"}', 'title: {zh: "小店"}', f"6: title: no text in en. hint: {BOTH}"),
    ('title: {zh: "小店", en: "Shop"}', "title: Shop", f"6: title: Input should be a valid dictionary. hint: {BOTH}"),
    ("summary: {", "sumary: {", "1: summary: is missing. hint: write it: see “template.yaml” in tenant_templates/README.md\n7: sumary: there is no such field. hint: did you mean 'summary'?"),
    ("art: shelf.svg", "art: shell.svg", "10: art: there is no art/shell.svg. hint: did you mean 'shelf.svg'?"),
    ("  name: breeze", "  name: breze", "12: theme.name: there is no theme 'breze'. hint: did you mean 'breeze'?"),
    ("palette: clear", "palette: klear", "13: theme.palette: breeze has no palette 'klear'. hint: did you mean 'clear'?"),
    ("palette:", "pallete:", "13: theme.pallete: there is no such field. hint: did you mean 'palette'?"),
    ("Asia/Shanghai", "Mars/North", f"14: profile.time_zone: unknown time zone 'Mars/North'. hint: {ABOUT_HELP}"),
    ("  - tale", "  - tail", "16: plugins[0]: unknown plugin 'tail'. hint: did you mean 'tale'?; else install it first"),
    ("  - tale", "  - tale\n  - tale", "17: plugins[1]: 'tale' is named twice. hint: keep one of them"),
    ("order: 5", "order: 5\norder: 6", "3: 'order' is written twice, first in line 2. hint: keep one of them"),
    ("order: 5", "order: &five 5", "2: anchors and aliases are not read. hint: write the text out where it belongs"),
    ("order: 5", "order: !!python/name:os.system 5", "2: tags like !!python are not read. hint: leave the “!” and its word out"),
    ("order: 5", "yes: 5", "2: a name must be text, not 'yes'. hint: put it in quotation marks: \"yes\": …"),
    ("order: 5", "order: [", "4: is not readable as YAML: did not find expected ',' or ']'. hint: " + QUOTES),
    (ABOUT, "- a\n- b\n", "1: must be names and values. hint: begin with a line like “name: …”"),
    (ABOUT, "", "1: must be names and values. hint: begin with a line like “name: …”"),
]  # fmt: skip


@pytest.mark.parametrize(("right", "wrong", "said"), IN_ABOUT)
def test_mistake_in_template_yaml(app, shop, right, wrong, said):
    (shop / "template.yaml").write_text(ABOUT.replace(right, wrong, 1), "utf-8")

    found = [line for line in faults(app, shop) if line.startswith("shop/template.yaml")]

    assert found == [f"shop/template.yaml:{line}" for line in said.splitlines()]


IN_CONTENT = [
    ("lines:", "line:", "1: lines: missing. hint: the fields of content/tale.yaml are told in tenant_templates/README.md"),
    ('{zh: "从前", en: "Once"}', '{zh: "从前"}', "2: lines.first: no text in en. hint: write en: … too"),
    ('tool:tale/first)"\n    en', 'tool:tale/frist)"\n    en', "4: lines.second.zh: nothing is at tool:tale/frist. hint: did you mean 'tool:tale/first'?"),
    (TALE, "[" * 60, "1: is too deep or too large. hint: a template is a few pages; leave the rest out"),
    (TALE, "lines: [" + "1," * 50_001 + "]", "1: is too deep or too large. hint: a template is a few pages; leave the rest out"),
    (TALE, "#" * 600_000, "1: is larger than 512 kB. hint: split or shorten it"),
]  # fmt: skip


@pytest.mark.parametrize(("right", "wrong", "said"), IN_CONTENT)
def test_mistake_in_content(app, shop, right, wrong, said):
    (shop / "content" / "tale.yaml").write_text(TALE.replace(right, wrong, 1), "utf-8")

    assert faults(app, shop) == [f"shop/content/tale.yaml:{said}"]


def test_not_utf8(app, shop):
    (shop / "content" / "tale.yaml").write_bytes(TALE.encode("gb18030"))

    assert faults(app, shop) == ["shop/content/tale.yaml:2: is not UTF-8. hint: save the file as UTF-8"]


class TestFiles:
    def test_a_way_out_is_barred(self, app, shop, tmp_path):
        (tmp_path / "secret.svg").write_text(SVG)
        (shop / "art" / "shelf.svg").unlink()
        (shop / "art" / "shelf.svg").symlink_to(tmp_path / "secret.svg")

        said = "leads out of the template. hint: copy the file into the folder"
        assert faults(app, shop) == [f"shop/art/shelf.svg:1: {said}"]

    def test_pictures_are_pictures_and_not_huge(self, app, shop):
        (shop / "art" / "shelf.svg").write_text("<p>")
        (shop / "art" / "big.svg").write_text(SVG + " " * 60_000)
        (shop / "art" / "photo.png").write_bytes(b"GIF89a")
        Image.new("RGB", (8, 8)).save(shop / "art" / "real.jpg")
        named = '\n  third: {zh: "big.svg", en: "photo.png"}\n  fourth: {zh: "real.jpg", en: "-"}\n'
        (shop / "content" / "tale.yaml").write_text(TALE.rstrip() + named, "utf-8")

        assert faults(app, shop) == [
            "shop/art/big.svg:1: is a picture of 60 kB, more than 60 kB. hint: draw it with fewer points, or make the photo smaller",
            "shop/art/photo.png:1: is no PNG picture. hint: save it anew as what its name says",
            "shop/art/shelf.svg:1: is no SVG drawing. hint: the outermost element is <svg viewBox=…>",
        ]

    def test_what_nobody_uses_is_a_hint_and_no_error(self, app, shop):
        (shop / "art" / "spare.svg").write_text(SVG)
        (shop / "content" / "tale.yml").write_text(TALE, "utf-8")
        (shop / "notes.txt").write_text("later")

        assert faults(app, shop) == [
            "shop/art/spare.svg:1: no page shows it. hint: name it in an `art:` field, or delete it",
            "shop/content/tale.yml:1: is not read. hint: call it tale.yaml",
            "shop/notes.txt:1: is used by nobody. hint: a template is template.yaml, content/*.yaml and art/*.svg, .png, .jpg, .webp: delete it",
        ]
        with app.app_context():
            assert template_problems(shop) == []

    def test_content_of_a_tool_that_is_not_switched_on(self, app, shop):
        (shop / "content" / "tail.yaml").write_text("lines: {}", "utf-8")

        assert faults(app, shop) == [
            "shop/content/tail.yaml:1: plugin 'tail' is not among the template's plugins. hint: add tail to plugins in template.yaml, or delete the file; did you mean 'tale'?"
        ]

    def test_a_heap_of_files(self, app, shop):
        for number in range(400):
            (shop / "art" / f"{number}.svg").touch()

        said = "holds 403 files, more than 400. hint: keep template.yaml, content/ and art/"
        assert faults(app, shop) == [f"shop:1: {said}"]

    def test_an_empty_folder(self, app, tmp_path):
        said = "there is no template.yaml. hint: `hutong template new NAME` makes a template to begin with"
        (tmp_path / "nothing").mkdir()
        assert faults(app, tmp_path / "nothing") == [f"nothing:1: {said}"]


def test_every_mistake_is_told_at_once(app, shop):
    """Also those in the content, although template.yaml is wrong already."""
    about = ABOUT.replace("palette: clear", "palette: klear").replace("order: 5", "ordr: 5")
    (shop / "template.yaml").write_text(about, "utf-8")
    (shop / "content" / "tale.yaml").write_text(TALE.replace("lines:", "line:"), "utf-8")
    (shop / "art" / "shelf.svg").write_text("<p>")

    assert [line.partition(": ")[0] for line in faults(app, shop)] == [
        "shop/art/shelf.svg:1",
        "shop/content/tale.yaml:1",
        "shop/template.yaml:2",
        "shop/template.yaml:13",
    ]
