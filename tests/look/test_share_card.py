"""WeChat's card shows a title, a sentence and a picture, also where nobody has brought a photo."""

import re


def test_the_landing_page_shows_the_lane(visitor):
    page = visitor.get("/").text
    picture = re.search(r'property="og:image" content="http://[^/"]+(/-/static/[^"]+\.png)"', page)
    assert picture is not None
    with visitor.get(picture[1]) as answer:
        assert (answer.status_code, answer.mimetype) == (200, "image/png")


def test_every_look_has_its_picture(app):
    from core.theming import all_themes
    from core.urls import static_url

    with app.test_request_context("/"):
        assert all(static_url(f"img/share/{theme.look}.png") for theme in all_themes())
