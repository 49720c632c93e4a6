"""The flyer where it is installed: with Hutong and no other tool."""

import io

import pytest
from hutong_flyer.testing import make_flyer
from PIL import Image

from hutong import db
from hutong.photos import store_photo


@pytest.fixture
def plugin_packages():
    return []


@pytest.fixture
def flyer(tenant):
    """A flyer that is up, as its owner would say it; gives its id and code."""
    with tenant.scope():
        made = make_flyer(**WORDS)
        db.session.commit()
        return made.id, made.code


WORDS = {
    "cover": "art:bowl",
    "headline": {"zh": "深夜面馆\n今晚开火", "en": "Late-night noodles\nare on"},
    "lines": {"zh": "晚上六点到凌晨两点，一碗热汤等您。", "en": "A hot bowl waits from six till two."},
    "points": [
        {"text": {"zh": "招牌牛肉面", "en": "Beef noodles"}, "price": {"zh": "¥28", "en": "¥28"}},
        {"text": {"zh": "第二碗", "en": "Second bowl"}, "price": {"zh": "半价", "en": "half"}},
    ],
    "button": {"zh": "看看首页", "en": "Our first page"},
    "target": "home",
}


def some_photo():
    """Stored as an owner would send it; gives its code."""
    picture = io.BytesIO()
    Image.new("RGB", (1200, 900), "teal").save(picture, "JPEG")
    picture.seek(0)
    return store_photo(file=picture, name="bowl.jpg").code
