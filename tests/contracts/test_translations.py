"""A text has one translation: catalogs are merged, and of two words for one text the last would win.

That every text has one is checked by ``make check``.
"""

from collections import defaultdict
from pathlib import Path

from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]


def translations():
    """Each text with its Chinese words, from every catalog of the house."""
    for base in ("core", "plugins"):
        for path in (ROOT / base).rglob("zh_Hans_CN/LC_MESSAGES/messages.po"):
            with path.open("rb") as file:
                for message in read_po(file, locale="zh_Hans_CN"):
                    if message.id and message.string:
                        yield str(message.id), str(message.string)


def test_one_text_has_one_translation_everywhere():
    seen = defaultdict(set)
    for text, words in translations():
        seen[text].add(words)

    assert {text: words for text, words in seen.items() if len(words) > 1} == {}
