"""What becomes of an uploaded file: clean WebP in a few sizes, or a sentence that says why not."""

import io
import time

import pytest
from PIL import Image

from core.media.photos import PhotoError, draw_photo
from tests.media.pictures import REFUSED, SCRIPT, heic, saved, scene, sideways_jpeg_with_place


def drawn(data):
    return draw_photo(io.BytesIO(data))


def opened(rendition):
    return Image.open(io.BytesIO(rendition.webp))


def test_a_photo_is_turned_upright_and_forgets_where_it_was_taken():
    photo = drawn(sideways_jpeg_with_place())

    assert [(one.width, one.height) for one in photo] == [(480, 960), (960, 1920), (1000, 2000)]
    largest = opened(photo[-1])
    assert (largest.format, dict(largest.getexif()), largest.info.get("exif")) == ("WEBP", {}, None)
    top, bottom = largest.getpixel((500, 100)), largest.getpixel((500, 1900))
    assert (top[0] > 150, bottom[2] > 150) == (True, True)


@pytest.mark.parametrize(
    ("data", "sizes"),
    [
        (saved(scene(4000, 2000), "JPEG"), [(480, 240), (960, 480), (1600, 800)]),
        (saved(scene(300, 200), "PNG"), [(300, 200)]),
        (saved(scene(480, 320), "WEBP"), [(480, 320)]),
        (heic(), [(480, 360), (640, 480)]),
        (saved(scene(100, 100).convert("P"), "PNG"), [(100, 100)]),
        (saved(scene(100, 100).convert("CMYK"), "JPEG"), [(100, 100)]),
    ],
    ids=["jpeg", "small png", "webp", "heic", "palette", "cmyk"],
)
def test_photos_of_every_phone_come_out_in_the_sizes_they_reach(data, sizes):
    assert [(one.width, one.height) for one in drawn(data)] == sizes


def test_what_is_see_through_stays_so():
    glass = Image.new("RGBA", (64, 64), (10, 20, 30, 0))

    assert opened(drawn(saved(glass, "PNG"))[0]).mode == "RGBA"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_only_the_pixels_survive(kind):
    photo = drawn(saved(scene(200, 100), kind, icc_profile=SCRIPT * 20) + SCRIPT)

    assert SCRIPT not in b"".join(one.webp for one in photo)


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_photo_is_refused_quickly(name):
    data, reason = REFUSED[name]
    began = time.perf_counter()

    with pytest.raises(PhotoError) as refused:
        drawn(data)

    assert refused.value.reason == reason
    assert time.perf_counter() - began < 2
