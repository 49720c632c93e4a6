"""Rules of LOOK.md sections 3 and 9 that a machine can hold: both languages, punctuation, spacing, tone."""

import re
import unicodedata

import pytest

from tests.templates.scenario import Template

HAN = "\u4e00-\u9fff"
MARKUP = re.compile(r"\*\*|^#+ |^- |^\d+\. |\[([^\]]*)\]\([^)]*\)", re.MULTILINE)
BANNED_ZH = (
    "点击",
    "提交",
    "租户",
    "表单",
    "插件",
    "亲爱的",
    "您好，亲",
    "成功",
    "温馨提示",
    "敬请",
    "欢迎光临",
    "倾情",
    "打造",
)
BANNED_EN = ("successfully", "please click", "click here", "submit", "solution", "valued customer", "kindly")


def faults_zh(text: str) -> list[str]:
    text = MARKUP.sub(lambda match: match.group(1) or "", text)
    found = []
    if re.search(rf"[{HAN}][A-Za-z0-9]|[A-Za-z0-9][{HAN}]", text):
        found.append("one space between Han and Latin or digits")
    if re.search(rf"[{HAN}，。：；？（）《》“”]  +|  +[{HAN}]", text):
        found.append("more than one space")
    if re.search(rf"[{HAN}] [{HAN}]|[，。：；？！、（）《》“”] | [，。：；？！、（）《》“”]", text):
        found.append("space beside Han or full-width punctuation")
    if re.search(rf"[{HAN}][,.;:?()]|[,;?()][{HAN}]|[\"']", text):
        found.append("half-width punctuation")
    return found + faults_both(text) + [f"word {word}" for word in BANNED_ZH if word in text]


def faults_en(text: str) -> list[str]:
    found = []
    if re.search(rf"[{HAN}\u3000-\u303f\uff00-\uffef]", text):
        found.append("Chinese in English")
    if re.search(r"[\"']", text):
        found.append("straight quotation mark")
    if re.search(r"[^ \n]  +", text):
        found.append("two spaces")
    return found + faults_both(text) + [f"word {word}" for word in BANNED_EN if word in text.lower()]


def faults_both(text: str) -> list[str]:
    found = []
    if "!" in text or "！" in text:
        found.append("exclamation mark")
    if text != text.strip():
        found.append("blank at an end")
    if any(unicodedata.category(char) == "So" or ord(char) > 0xFFFF for char in text.replace("°", "")):
        found.append("emoji")
    if re.search(r"\d:\d\d ?[-~～—] ?\d|\d:\d\d–|\d-\d{1,2}:\d\d", text):
        found.append("a range of times is 9:00 – 18:00")
    return found


@pytest.mark.parametrize(
    "text",
    ["请在5月23日前来", "好,谢谢", "欢迎！", "看 看", "周一 9:00-18:00", "谢谢 🙂", "请点击", "他说'好'"],
)
def test_bad_chinese_is_caught(text: str) -> None:
    assert faults_zh(text)


@pytest.mark.parametrize(
    "text", ["It's fine", "Open!", "店 opens", "two  spaces", "Please submit", "9:00-18:00"]
)
def test_bad_english_is_caught(text: str) -> None:
    assert faults_en(text)


def test_good_texts_pass() -> None:
    assert faults_zh("5 月 23 日，带 T 恤来。\n\n- 周末 9:00 – 18:00") == []
    assert faults_en("It’s fine, 9:00 – 18:00.") == []


def test_every_text_is_written_in_both_languages_and_well(template: Template) -> None:
    faults = []
    for place, text in template.texts():
        if set(text) != {"zh", "en"} or not all(
            isinstance(part, str) and part.strip() for part in text.values()
        ):
            faults.append((place, "both languages, as text", text))
            continue
        faults += [(place, fault, text["zh"]) for fault in faults_zh(text["zh"])]
        faults += [(place, fault, text["en"]) for fault in faults_en(text["en"])]
    assert faults == []


def test_hero_lines_are_short_enough_for_a_phone(template: Template) -> None:
    for block in template.blocks:
        if block["kind"] == "hero":
            assert all(3 <= len(line) <= 9 for line in block["title"]["zh"].split("\n")), block["title"]
            assert all(len(line) <= 17 for line in block["title"]["en"].split("\n")), block["title"]
