"""Put the phones of the main job's test run beside each other, as the README shows them."""

from pathlib import Path

from PIL import Image

RESULTS = Path("test-results")
PICTURE = Path("tests/pictures/story.png")
SCREENS = ("site", "survey", "thanks", "results")
PHONE = (720, 1480)
GAP = 48
GROUND = "#edf0f1"


def main() -> None:
    """Write `PICTURE` from the pictures that tests/journeys left in test-results."""
    phones = [Image.open(RESULTS / f"journey-en-{name}.png").convert("RGB") for name in SCREENS]
    together = Image.new("RGB", (GAP + (PHONE[0] + GAP) * len(phones), PHONE[1] + 2 * GAP), GROUND)
    for number, phone in enumerate(phones):
        top = phone.crop((0, 0, PHONE[0], min(PHONE[1], phone.height)))
        together.paste(top, (GAP + (PHONE[0] + GAP) * number, GAP))
    PICTURE.parent.mkdir(exist_ok=True)
    together.resize((together.width // 2, together.height // 2)).quantize(96).save(PICTURE, optimize=True)


if __name__ == "__main__":
    main()
