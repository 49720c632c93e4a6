"""What is a business's own comes out of its texts; what is everybody's stays."""

import pytest
import time_machine

from core.gallery.placeholders import filled
from core.gallery.stripping import own_words_out, strip
from core.starter_policy import ADDRESS, AS_IS, DAYS, KEY, LINK, OUT, OWNER, PHONE, PHOTO, WORDS, ByKind

OWN = {"清和洗衣": "{{name}}", "Qinghe": "{{name}}", "Ann": "{{owner}}", "name": "{{words}}"}


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("清和洗衣，qinghe's", "{{name}}，{{name}}'s"),
        ("Annual, Ann.", "Annual, {{owner}}."),
        ("打 010-5550 0142 或 13800138000", "打 {{phone}} 或 {{phone}}"),
        ("+86 (10) 5550 0142, 400-820-8820", "{{phone}}, {{phone}}"),
        ("卡号 6222 0212 3456 7890 123", "卡号 {{phone}}"),
        ("[打](tel:+861055500142)", "[打](tel:{{tel}})"),
        ("Ann@example.com", "{{email}}"),
        ("看 https://qinghe.cn/a?b=1，www.x.cn。", "看 {{site}}，{{site}}。"),
        ("微信号：shili-qinghe2，微信 abc_12345", "微信号：{{handle}}，微信 {{handle}}"),
        ("WeChat ID: shili2024", "WeChat ID: {{handle}}"),
        ("9:00 – 18:00，2026-11-22，2026–2027，¥1200，100–200", None),
        ("WeChat message us, room 12345", None),
        (
            "有事请打13812345678，或加微信laowang88，QQ12345678。",
            "有事请打{{phone}}，或加微信{{handle}}，QQ{{handle}}。",
        ),
        ("电话13812345678，电话010-55501234，Tel010-55501234", "电话{{phone}}，电话{{phone}}，Tel{{phone}}"),
        ("身份证110101199003078515，11010119900307851X", "身份证{{phone}}，{{phone}}"),
        ("拨１３８１２３４５６７８或（０１０）５５５０－１２３４", "拨{{phone}}或{{phone}}"),
        ("415.555.2671, (415) 555.2671, +1.415.555.2671", "{{phone}}, {{phone}}, {{phone}}"),
        ("打138.1234.5678，138/1234/5678，030/123456", "打{{phone}}，{{phone}}，{{phone}}"),
        (
            "微信号是laowang88，vx:laowang88，加vx laowang88",
            "微信号是{{handle}}，vx:{{handle}}，加vx {{handle}}",
        ),
        ("QQ群：12345678，vx13812345678，微信13812345678", "QQ群：{{handle}}，vx{{phone}}，微信{{phone}}"),
        ("周一至周五10:00-18:00 打13812345678", "周一至周五10:00-18:00 打{{phone}}"),
        ("38.00 13812345678，1.13812345678", "38.00 {{phone}}，1.{{phone}}"),
        ("到2026-11-22–2026-11-30，共2026/11/22，22.11.2026，11/22/2026", None),
        ("营业10:00-18:00，9.00-18.00，价38.00，38.00-58.00，¥1000-2000，约1000-2000元", None),
        ("套餐380/580/1280，1.200.000，微信WeChat支付", None),
        ("the name of it", "the {{words}} of it"),
        ("[看](page:prices) 和 [问](tool:survey/visit)", None),
    ],
)
def test_words_numbers_and_addresses_are_told_from_others(text, left):
    assert own_words_out(OWN)(text)[0] == (text if left is None else left)


SHAPE = {
    "key": KEY,
    "who": OWNER,
    "text": WORDS,
    "phone": PHONE,
    "street": ADDRESS,
    "to": [LINK],
    "pictures": [{"photo": PHOTO, "alt": WORDS}],
    "days": AS_IS,
    "bank": OUT,
    "parts": [ByKind("kind", {"a": {"kind": AS_IS, "words": WORDS}})],
}


def test_what_stands_by_itself_is_known_in_running_text_too():
    content = {
        "key": "one",
        "who": {"zh": "周师傅", "en": "Mr Zhou"},
        "text": {"zh": "周师傅在青杏巷 12 号等您", "en": "Ask mr zhou, 12 Qingxing Lane"},
        "phone": "110",
        "street": {"zh": "青杏巷 12 号\n进门左手", "en": "12 Qingxing Lane"},
        "to": ["page:prices", "tel:+861055500142", "mailto:a@b.cn", "https://own.cn/x"],
        "pictures": [{"photo": "abc", "alt": {"en": "A cup"}}, {"photo": "def", "alt": {"en": "Mr Zhou"}}],
        "days": ("mon", {"from": "09:00"}),
        "bank": "6222 0212",
        "parts": [{"kind": "a", "words": "w", "secret": "s"}, {"kind": "b", "words": "w"}],
        "stray": "s",
    }

    found = strip({"tale": content}, {"tale": SHAPE}, own={}, photos={"abc"})

    assert found.contents["tale"] == {
        "key": "one",
        "who": {"zh": "{{owner}}", "en": "{{owner}}"},
        "text": {"zh": "{{owner}}在{{address}}等您", "en": "Ask {{owner}}, {{address}}"},
        "phone": "{{phone}}",
        "street": {"zh": "{{address}}", "en": "{{address}}"},
        "to": ["page:prices", "tel:{{tel}}", "mailto:{{email}}", "{{site}}"],
        "pictures": [{"photo": "abc", "alt": {"en": "A cup"}}, {"alt": {"en": "{{owner}}"}}],
        "days": ["mon", {"from": "09:00"}],
        "parts": [{"kind": "a", "words": "w"}],
    }
    assert found.photos == ["abc"]
    undeclared = {taken.place for taken in found.taken_out if taken.sort == "undeclared"}
    assert undeclared == {"tale.stray", "tale.parts[0].secret"}


def test_nobody_in_particular_is_nobody():
    found = strip({"tale": {"who": {"zh": "我们"}, "text": "我们在"}}, {"tale": SHAPE}, own={}, photos=())

    assert found.contents["tale"] == {"who": {"zh": "我们"}, "text": "我们在"}


def test_places_are_filled_by_plain_replacement():
    content = {"title": {"zh": "{{name}}，{{owner}}", "en": "{{owner}} of {{name}}"}, "to": ["tel:{{tel}}"]}

    assert filled(content, {"zh": "{{phone}}{% x %}", "en": "{0.__class__}"}, ("zh", "en")) == {
        "title": {"zh": "{{phone}}{% x %}，店主", "en": "The owner of {0.__class__}"},
        "to": ["tel:+861055500100"],
    }
    assert filled("{{name}} {{unknown}}", {}, ("en",)) == "Your shop {{unknown}}"


@time_machine.travel("2026-11-22T12:00Z", tick=False)
def test_days_that_are_over_are_moved_by_whole_weeks_together():
    shape = {"meetings": [{"starts": DAYS, "poll": DAYS}]}
    content = {
        "meetings": [
            {"starts": {"on": "2026-11-20", "at": "09:00"}},
            {"starts": {"yearly": "05-22"}, "poll": {"dates": [{"on": "2027-01-05", "at": "10:00"}]}},
        ]
    }

    assert strip({"tale": content}, {"tale": shape}, own={}, photos=()).contents["tale"] == {
        "meetings": [
            {"starts": {"at": "09:00", "in_days": 19}},
            {"starts": {"yearly": "05-22"}, "poll": {"dates": [{"at": "10:00", "in_days": 65}]}},
        ]
    }


def test_a_word_is_found_in_all_its_letter_cases_in_every_alphabet():
    out = own_words_out({"irina": "{{owner}}", "straße": "{{words}}"})

    assert out("ırina, İRINA, Straße") == (
        "{{owner}}, {{owner}}, {{words}}",
        [("person", "ırina"), ("person", "İRINA"), ("words", "Straße")],
    )
