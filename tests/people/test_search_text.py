"""What somebody is found by: written for everybody who is there, in one place."""

import pytest
from sqlalchemy import select

from core.database import db
from core.people.models import Person
from core.people.operations import add_person
from core.people.personal_data import erase_person
from core.people.search_text import search_text_of, search_words


def text_of(name="", email=None, phone="", number=""):
    return search_text_of(name=name, email=email, phone=phone, number=number)


@pytest.mark.parametrize(
    ("name", "found_as"),
    [
        ("王小明", "wangxiaoming wxm 王小明"),
        ("单小红", "shanxiaohong sxh 单小红"),
        ("尉迟恭", "yuchigong ycg 尉迟恭"),
        ("重庆火锅店", "chongqinghuoguodian cqhgd 重庆火锅店"),
        ("吕布", "lvbu lubu lb 吕布"),
        ("Anna  Zhōu", "annazhou az anna zhou"),
        ("", ""),
    ],
)
def test_a_name_is_found_in_pinyin_initials_and_as_it_is_written(name, found_as):
    assert text_of(name) == found_as


def test_a_phone_is_found_in_any_grouping():
    text = text_of(phone="+86 138-0013 8000")

    assert all(search_words(typed)[0] in text for typed in ("138 0013", "13800138000", "８０００", "(0013)8"))
    assert search_words("Wang  XIAO") == ["wang", "xiao"]


@pytest.mark.both_databases
def test_the_search_text_follows_the_person_and_goes_with_them(tenant):
    with tenant.scope():
        person = add_person(role="contact", name="王小明", phone="13800138000")
        assert person.search_text == "wangxiaoming wxm 王小明 13800138000"
        person.name, person.number = "李雷", "A-17"
        db.session.flush()
        assert person.search_text == "lilei ll 李雷 a-17 13800138000"
        erase_person(person)
        assert db.session.scalar(select(Person.search_text).where(Person.id == person.id)) == ""
