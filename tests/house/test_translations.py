"""Everything the house says is said in Chinese too, and said once."""

import subprocess
import sys
from collections import defaultdict
from pathlib import Path

from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
CATALOGS = sorted(po for top in ("core", "plugins") for po in (ROOT / top).rglob("translations/*/*/*.po"))


def test_every_text_has_a_chinese_translation():
    script = ROOT / "core" / "_build" / "translations.py"

    result = subprocess.run([sys.executable, script, "--check"], capture_output=True, text=True, check=False)

    assert (result.stdout, result.stderr) == ("", ""), "run `make translations` and fill in the catalogs"


def test_one_text_has_one_translation_in_all_catalogs():
    """Catalogs are merged when they are loaded: of two translations of a text, one would be lost."""
    translations = defaultdict(set)
    for path in CATALOGS:
        with path.open("rb") as source:
            for message in read_po(source):
                if message.id and message.string:
                    translations[message.context, message.id].add(message.string)

    assert {text: words for text, words in translations.items() if len(words) > 1} == {}
