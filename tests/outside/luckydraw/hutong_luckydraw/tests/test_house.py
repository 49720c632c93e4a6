"""What the rest of the house shows of draws: links, the loop, menus, blocks, photos, templates."""

import io
from importlib.resources import files
from pathlib import Path

import pytest
import yaml
from hutong_luckydraw.queries import draws_in_use, prizes_of_all, turn_by_code
from hutong_luckydraw.starter import apply_starter, export_starter
from hutong_luckydraw.tests.conftest import draw_on
from PIL import Image
from sqlalchemy import select

from hutong import ShareLink, Starter, StarterError, db, funnel_total, funnels_by_link, links_of
from hutong.testing import plugins

FILE = {
    "draws": [
        {
            "key": "opening",
            "title": {"zh": "开业抽奖", "en": "Opening draw"},
            "text": {"zh": "开张头一个月。", "en": "Our first month."},
            "consolation": {"zh": "下次再来。", "en": "Come again."},
            "audience": "members",
            "per_day": 1,
            "valid_days": 7,
            "prizes": [
                {
                    "name": {"zh": "免费洗一次", "en": "A free wash"},
                    "photo": "wash1",
                    "stock": 3,
                    "tries": 50,
                },
                {
                    "name": {"zh": "衣架", "en": "A hanger"},
                    "icon": "shirt",
                    "stock": 90,
                    "wins": 3,
                    "tries": 10,
                },
            ],
        },
        {
            "key": "later",
            "title": {"en": "Later"},
            "state": "draft",
            "prizes": [{"name": {"en": "A sweet"}, "stock": 5, "tries": 1}],
        },
    ]
}


EXAMPLE = yaml.safe_load((files("hutong_luckydraw") / "content/luckydraw.yaml").read_text("utf-8"))


def starter_of(content):
    return Starter(template="odd", content=content, folder=Path())


def test_a_draw_and_its_prize_count_for_the_link_they_came_by(tenant, visitor, new_draw):
    draw_id, _path = new_draw()
    with tenant.scope():
        link = links_of(draw_id)[0].code
    page = visitor.get(tenant.public(f"/s/{link}"), follow_redirects=True)
    code = draw_on(visitor, page.request.full_path).request.path.rpartition("/")[2]

    tenant.staff.post(tenant.console(f"/luckydraw/counter/{code}/hand-out"))
    with tenant.scope():
        by_link = funnels_by_link(draw_id)
        link_id = db.session.scalars(select(ShareLink.id).where(ShareLink.code == link)).one()
        assert funnel_total([by_link[link_id]])["complete"] == 1
    tenant.staff.post(tenant.console(f"/luckydraw/counter/{code}/undo"))
    with tenant.scope():
        assert funnel_total([funnels_by_link(draw_id)[link_id]])["complete"] == 0


def test_what_is_open_stands_in_the_menu_and_leads_there(tenant, visitor, new_draw):
    before = visitor.get(tenant.public("/?lang=zh")).text
    draw_id, path = new_draw()
    after = visitor.get(tenant.public("/?lang=zh")).text

    assert ("/luckydraw/" in before, "/luckydraw/" in after) == (False, True)
    assert visitor.get(tenant.public("/luckydraw/")).location.endswith(path)
    tenant.owner.post(tenant.console(f"/luckydraw/{draw_id}/state/paused"))
    assert "/luckydraw/" not in visitor.get(tenant.public("/?lang=zh")).text


def test_its_card_on_a_page_is_there_while_it_is_open(app, tenant, new_draw):
    draw_id, path = new_draw(starter_key="spring")

    def card():
        with app.test_request_context(tenant.public("/")), tenant.scope():
            [block] = plugins().gather_items(tenant.info(), "page_blocks")
            assert block.choices("zh") == [("spring", "春日抽奖")]
            return block.render("spring", "zh", "来抽")

    assert ("春日抽奖" in card(), "来抽</a>" in card(), path in card()) == (True, True, True)
    tenant.owner.post(tenant.console(f"/luckydraw/{draw_id}/state/closed"))
    assert card() == ""


def test_a_link_to_what_is_paused_says_so_and_works_again_when_it_is_back(tenant, visitor, new_draw):
    draw_id, _path = new_draw()
    with tenant.scope():
        link = tenant.public(f"/s/{links_of(draw_id)[0].code}")
    tenant.owner.post(tenant.console(f"/luckydraw/{draw_id}/state/paused"))

    paused = visitor.get(link, follow_redirects=True)
    tenant.owner.post(tenant.console(f"/luckydraw/{draw_id}/state/open"))
    back = visitor.get(link, follow_redirects=True)

    assert ("Paused for a while" in paused.text, "form_token" in paused.text) == (True, False)
    assert ("Paused for a while" in back.text, "form_token" in back.text) == (False, True)


def test_what_somebody_won_is_handed_out_and_forgotten_with_them(tenant, new_draw):
    draw_id, path = new_draw(audience="members")
    code = draw_on(tenant.member, path).request.path.rpartition("/")[2]
    with tenant.scope():
        person_id = turn_by_code(code).person_id
    page = tenant.console(f"/people/{person_id}")

    handed_out = tenant.owner.get(f"{page}/export.json").json["luckydraw_turn"]
    tenant.owner.post(f"{page}/erase", data={"confirm": "yes"})

    assert [(turn["prize_name"]["en"], turn["code"]) for turn in handed_out] == [("A coffee", code)]
    with tenant.scope():
        turn = turn_by_code(code)
        assert (turn.person_id, turn.phone_hash, turn.prize_name) == (None, "", {})
    assert "A prize" in tenant.owner.get(tenant.console(f"/luckydraw/{draw_id}/winners")).text


def test_a_picture_of_a_prize_is_in_use(tenant, new_draw):
    draw_id, _path = new_draw(state="draft")
    picture = io.BytesIO()
    Image.new("RGB", (64, 48), "teal").save(picture, "PNG")
    picture.seek(0)
    form = {"name_en": "A cup", "icon": "cup", "stock": "1", "wins": "1", "tries": "9"}
    tenant.owner.post(
        tenant.console(f"/luckydraw/{draw_id}/prizes/new"), data={**form, "photo": (picture, "cup.png")}
    )
    with tenant.scope():
        photo = prizes_of_all(draws_in_use())[draw_id][1].photo
        in_use = plugins().gather_items(tenant.info(), "photos_in_use")

    assert in_use == [photo] != [""]


@pytest.mark.both_databases
@pytest.mark.parametrize("file", [FILE, EXAMPLE], ids=["all", "example"])
def test_a_template_is_applied_once_and_written_down_as_it_was_read(tenant, other_tenant, file):
    with tenant.scope():
        apply_starter(tenant.info(), starter_of(file))
        apply_starter(tenant.info(), starter_of(file))
        db.session.commit()
        written = export_starter()
    with other_tenant.scope():
        apply_starter(other_tenant.info(), starter_of(written))
        db.session.commit()
        again = export_starter()

    assert written == file
    assert again == written


@pytest.mark.parametrize(
    ("spoilt", "said"),
    [
        ({"tries": 0}, "draws[0].prizes[0].tries: Input should be greater than or equal to 1"),
        ({"wins": 60}, "draws[0]: 60 wins of 50 draws are more than all"),
        ({"wins": 40}, "draws[0]: together the prizes promise more wins than there are draws"),
        ({"colour": "red"}, "draws[0].prizes[0].colour: there is no such field"),
    ],
)
def test_a_template_that_cannot_keep_its_promise_is_refused_with_the_place(tenant, spoilt, said):
    draw = FILE["draws"][0]
    first, *others = draw["prizes"]
    content = {"draws": [draw | {"prizes": [first | spoilt, *others]}]}

    with tenant.scope(), pytest.raises(StarterError) as refused:
        apply_starter(tenant.info(), starter_of(content))

    assert str(refused.value) == f"odd/content/luckydraw.yaml: {said}"
