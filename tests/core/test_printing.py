"""A page as PDF holds the pictures that it was given, and fetches nothing."""

import io

import pikepdf
from PIL import Image

from core.printing import NoPdfError, pdf_of
from core.testing.requirements import leave_out


def picture():
    made = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(made, "PNG")
    return made.getvalue()


def test_a_page_holds_the_pictures_it_was_given_and_no_others(tmp_path):
    (tmp_path / "secret.png").write_bytes(picture())
    page = f'<img src="photo:ours"><img src="photo:theirs"><img src="file://{tmp_path}/secret.png">'

    try:
        made = pdf_of(page, "", pictures={"photo:ours": picture()})
    except NoPdfError as error:
        leave_out("pdf", f"WeasyPrint: {error.__cause__}")

    with pikepdf.open(io.BytesIO(made)) as pdf:
        assert [(image.Width, image.Height) for image in pdf.pages[0].get_images().values()] == [(40, 30)]
