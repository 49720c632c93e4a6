"""A flyer from the first word to the last day."""

import re

import pytest
import time_machine
from hutong_flyer.content import FlyerContent
from hutong_flyer.operations import bin_flyer, create_flyer, erase_flyer, withdraw_flyer
from hutong_flyer.queries import flyer_by_id, photo_codes, versions
from hutong_flyer.starter import StarterFile, apply_starter, export_starter
from hutong_flyer.testing import make_flyer

from hutong import Starter, StarterError, db, links_of
from hutong.testing import plugins, statements_of

from .conftest import WORDS, some_photo

TYPED = {
    "headline_zh": "新店开张\r\n全场八折",
    "headline_en": "",
    "lines_zh": "三天",
    "point1_zh": "洗衬衫",
    "price1_zh": "¥9",
    "cover": "art:awning",
    "target": "home",
    "button_zh": "看看首页",
}


def test_an_owner_makes_one_and_customers_read_it(tenant, visitor):
    made = tenant.owner.post(tenant.console("/flyer/new"), data={**TYPED, "do": "publish"})
    shown = tenant.owner.get(made.location).text
    code = re.search(r'href="http://localhost(/corner/flyer/[a-z0-9]+)', shown)[1]
    page = visitor.get(f"{code}?lang=zh")

    assert made.status_code == 302
    assert "新店开张<br>全场八折" in page.text
    assert "<span>洗衬衫</span><b>¥9</b>" in page.text
    assert "hreflang" not in page.text  # it is written in Chinese only
    with tenant.scope():
        channels = [link.channel for link in links_of(flyer_by_code(code).id)]
    assert channels == ["The door", "Tables", "The till receipt"]


def flyer_by_code(path):
    from hutong_flyer.queries import given_out

    return given_out(code=path.rpartition("/")[2])[0].flyer


def test_what_is_missing_is_said_and_nothing_is_lost(tenant):
    wrong = {**TYPED, "headline_zh": "", "point1_zh": "", "button_zh": "", "until": "tomorrow", "do": "keep"}

    answer = tenant.owner.post(tenant.console("/flyer/new"), data=wrong)

    assert answer.status_code == 422
    for words in ("Without a headline", "Write what has this price.", "Write on the button", "三天"):
        assert words in answer.text
    with tenant.scope():
        assert versions(create_flyer(content=FlyerContent()).id) == []


def test_customers_see_what_was_published_until_it_is_published_again(tenant, visitor, flyer):
    flyer_id, code = flyer
    address = tenant.public(f"/flyer/{code}?lang=en")
    before = visitor.get(address)

    tenant.owner.post(
        tenant.console(f"/flyer/{flyer_id}/edit"),
        data={"headline_en": "Soup", "cover": "art:bowl", "do": "keep", "base": mark_of(tenant, flyer_id)},
    )
    same = visitor.get(address, headers={"If-None-Match": before.headers["ETag"]})
    tenant.owner.post(tenant.console(f"/flyer/{flyer_id}/publish"))
    after = visitor.get(address)
    tenant.owner.post(tenant.console(f"/flyer/{flyer_id}/versions/1/restore"))
    tenant.owner.post(tenant.console(f"/flyer/{flyer_id}/publish"))

    assert same.status_code == 304
    assert ("Late-night noodles" in before.text, "Late-night noodles" in after.text) == (True, False)
    assert visitor.get(address).text == before.text


def mark_of(tenant, flyer_id):
    page = tenant.owner.get(tenant.console(f"/flyer/{flyer_id}/edit")).text
    return re.search(r'name="base"[^>]* value="([0-9a-f]+)"', page)[1]


def test_of_two_who_change_it_the_second_sees_both(tenant, flyer):
    flyer_id, _code = flyer
    path, base = tenant.console(f"/flyer/{flyer_id}/edit"), mark_of(tenant, flyer[0])
    mine = {"headline_en": "Mine", "cover": "art:tag", "base": base, "do": "keep"}

    tenant.staff.post(path, data={**mine, "headline_en": "Theirs"})
    second = tenant.owner.post(path, data=mine)

    assert second.status_code == 409
    assert "<ins>Mine</ins>" in second.text
    assert "<ins>Theirs</ins>" in second.text


def test_after_its_last_day_an_honest_page_stands_there_and_the_owner_is_told(tenant, visitor):
    with tenant.scope():
        made = make_flyer(**WORDS, until="2026-11-30")
        code = made.code
        db.session.commit()
    address = tenant.public(f"/flyer/{code}?lang=zh")

    with time_machine.travel("2026-11-30 15:00+00:00", tick=False):  # 23:00 in Shanghai
        last = visitor.get(address)
    with time_machine.travel("2026-11-30 16:30+00:00", tick=False):
        over = visitor.get(address)
    with time_machine.travel("2026-11-30 16:30+00:00", tick=False), tenant.scope():
        waiting = [item.label for item in plugins().gather_items(tenant.info(), "waiting")]
        states = [target.state for target in plugins().gather_items(tenant.info(), "share_targets")]

    assert "有效期至 11 月 30 日" in last.text
    assert (over.status_code, "这张已经结束了" in over.text, "招牌牛肉面" in over.text) == (200, True, False)
    assert (waiting, states) == (["“Late-night noodles are on” is over"], ["closed"])


def test_taken_down_and_binned_and_back(tenant, visitor, flyer):
    flyer_id, code = flyer
    path, public = tenant.console(f"/flyer/{flyer_id}"), tenant.public(f"/flyer/{code}?lang=en")
    seen = []
    for action in ("withdraw", "put-up", "delete", "restore"):
        tenant.owner.post(f"{path}/{action}")
        page = visitor.get(public)
        seen.append((action, page.status_code, "Late-night" in page.text))

    assert seen == [
        ("withdraw", 200, False),
        ("put-up", 200, True),
        ("delete", 404, False),
        ("restore", 200, True),
    ]


@pytest.mark.both_databases
def test_what_left_the_bin_is_gone_with_its_versions(tenant):
    with tenant.scope():
        made = make_flyer()
        bin_flyer(flyer=made)
        erase_flyer(flyer=made)
        db.session.commit()
        gone, left = flyer_by_id(made.id), versions(made.id)

    assert (gone, left) == (None, [])


def test_the_code_counts_and_the_button_hands_the_reader_on(tenant, visitor, flyer):
    flyer_id, code = flyer
    with tenant.scope():
        door = links_of(flyer_id)[0].code

    scanned = visitor.get(tenant.public(f"/s/{door}"))
    page = visitor.get(f"{scanned.location}&lang=en")
    plain = visitor.get(tenant.public(f"/flyer/{code}?lang=en"))
    forged = visitor.get(tenant.public(f'/flyer/{code}?lang=en&via="><b>'))

    assert scanned.location == f"http://localhost{tenant.public(f'/flyer/{code}')}?via={door}"
    assert f'href="http://localhost{tenant.public("/?lang=en")}&amp;via={door}"' in page.text
    assert f'href="http://localhost{tenant.public("/?lang=en")}"' in plain.text
    assert forged.text == plain.text
    assert len(page.data) == int(page.headers["Content-Length"])


def test_a_page_asks_no_more_of_the_database_where_there_are_many(tenant, visitor, flyer):
    _flyer_id, code = flyer
    address = tenant.public(f"/flyer/{code}?lang=en")
    visitor.get(address)
    with statements_of() as few:
        visitor.get(address)
    with tenant.scope():
        photo = some_photo()
        for _number in range(20):
            make_flyer(**{**WORDS, "cover": f"photo:{photo}"})
        db.session.commit()
    visitor.get(address)
    with statements_of() as many:
        visitor.get(address)

    assert len(many) == len(few)
    assert len(visitor.get(address).data) < 20_000


def test_photos_on_covers_are_in_use(tenant):
    with tenant.scope():
        up, drafted, down = some_photo(), some_photo(), some_photo()
        make_flyer(cover=f"photo:{up}")
        create_flyer(content=FlyerContent(cover=f"photo:{drafted}"))
        made = make_flyer(cover=f"photo:{down}")
        made.draft = {}
        withdraw_flyer(flyer=made)
        db.session.commit()

        assert photo_codes() == {up, drafted}


def test_a_template_s_flyers_come_once_and_go_out_as_they_came(tenant, other_tenant, tmp_path):
    content = {"flyers": [{"key": "opening", **WORDS}]}
    starter = Starter("cafe", content, tmp_path)
    for _twice in range(2):
        with tenant.scope():
            apply_starter(tenant.info(), starter)
            db.session.commit()
    with tenant.scope():
        exported = export_starter(tenant.info())
    with other_tenant.scope():
        apply_starter(other_tenant.info(), Starter("again", exported, tmp_path))
        db.session.commit()
        again = export_starter(other_tenant.info())

    assert exported == again == content
    assert StarterFile.model_validate(exported)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"cover": "photo:abc"}, "the cover of a template is one of art:awning"),
        ({"until": "2026-12-31"}, "a template sets no last day"),
        ({"headline": {}}, "a flyer needs a headline"),
        ({"price": "9"}, "there is no such field"),
    ],
)
def test_a_template_with_a_mistake_is_refused(tenant, tmp_path, wrong, said):
    starter = Starter("cafe", {"flyers": [{"key": "opening", **WORDS, **wrong}]}, tmp_path)

    with tenant.scope(), pytest.raises(StarterError, match=rf"cafe/content/flyer.yaml: flyers\[0\].*{said}"):
        apply_starter(tenant.info(), starter)
