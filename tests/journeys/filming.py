"""What a phone's camera sees: Chromium's own fake one shows a film made of QR codes, again and again."""

import io

import qrcode
from PIL import Image

WIDTH, HEIGHT = 640, 480
PICTURES = 12
"""How many pictures of each code, ten a second."""


def film_of(texts, path):
    """A film of QR codes, each held a little askew before a grey wall (YUV4MPEG2, 4:2:0)."""
    head = f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F10:1 Ip A1:1 C420jpeg\n".encode()
    path.write_bytes(head + b"".join(_picture(text) * PICTURES for text in texts))
    return path


def _picture(text):
    code = io.BytesIO()
    qrcode.make(text).save(code)
    with Image.open(code) as drawn:
        card = drawn.convert("L").resize((300, 300)).rotate(7, expand=True, fillcolor=255)
    wall = Image.new("L", (WIDTH, HEIGHT), 150)
    wall.paste(card, (150, 70))
    chroma = bytes([128]) * (WIDTH // 2 * HEIGHT // 2)
    return b"FRAME\n" + wall.tobytes() + chroma + chroma
