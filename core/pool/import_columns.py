"""What the columns of a file are: guessed by their heading, else by what stands in them."""

import re
import unicodedata
from collections.abc import Sequence

FIELDS = ("name", "phone", "email", "number", "note", "tags")
"""What of a person can come from a file."""
_WORDS = {
    "name": "姓名 名字 名称 称呼 客户 客户姓名 客户名称 会员 会员姓名 会员名称 联系人 顾客 顾客姓名 昵称 "
    "姓 名 "
    "name fullname customer customername contact contactname client clientname nickname "
    "firstname lastname givenname familyname surname member membername",
    "phone": "手机 手机号 手机号码 电话 电话号码 联系电话 联系方式 移动电话 联系手机 手机电话 座机 "
    "phone phonenumber phoneno telephone tel mobile mobilephone mobilenumber mobileno cell cellphone",
    "email": "邮箱 邮件 邮箱地址 电子邮箱 电子邮件 电邮 email emailaddress mail mailaddress",
    "number": "会员号 会员编号 会员卡号 卡号 编号 客户编号 序列号 number no membernumber memberno memberid "
    "customernumber customerno customerid cardnumber cardno card",
    "note": "备注 说明 附注 备忘 描述 note notes remark remarks comment comments memo description",
    "tags": "标签 分组 分类 类别 群组 tag tags label labels group groups category categories",
}
_FIELD_OF = {word: field for field, words in _WORDS.items() for word in words.split()}
_PARTS = {
    "手机": "phone",
    "电话": "phone",
    "邮箱": "email",
    "邮件": "email",
    "姓名": "name",
    "备注": "note",
    "标签": "tags",
}
_SAMPLE = 30


def field_of_heading(heading: str) -> str:
    """The field that a heading names; empty for none."""
    word = "".join(
        character for character in unicodedata.normalize("NFKC", heading).lower() if character.isalnum()
    )
    found = _FIELD_OF.get(word)
    return found or next((field for part, field in _PARTS.items() if part in word), "")


def guess_columns(rows: Sequence[Sequence[str]]) -> tuple[bool, list[str]]:
    """Whether the first of these rows is a heading, and what each column is."""
    if not rows:
        return False, []
    width = max(map(len, rows))
    headings = [field_of_heading(cell) for cell in rows[0]] + [""] * (width - len(rows[0]))
    has_header = any(headings) or not any(map(_looks_like, rows[0]))
    body = rows[1:] if has_header else rows
    fields = list(headings) if has_header else [""] * width
    for column in range(width):
        seen = _seen_in([row[column] for row in body[:_SAMPLE] if column < len(row)])
        if not fields[column] and seen and seen not in fields:
            fields[column] = seen
    if "name" not in fields:
        free = (column for column in range(width) if not fields[column] and _is_wordy(body, column))
        for column in list(free)[:1]:
            fields[column] = "name"
    return has_header, fields


def _seen_in(values: Sequence[str]) -> str:
    """What most of these values look like."""
    kinds = [_looks_like(value) for value in values if value.strip()]
    return next(
        (kind for kind in ("email", "phone") if kinds and kinds.count(kind) * 10 >= len(kinds) * 7), ""
    )


def _looks_like(value: str) -> str:
    value = value.strip()
    if re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", value):
        return "email"
    digits = sum(character.isdecimal() for character in value)
    is_phone = re.fullmatch(r"[+\d\s()（）.\-–]+", value) and 7 <= digits <= 15
    return "phone" if is_phone else ""


def _is_wordy(rows: Sequence[Sequence[str]], column: int) -> bool:
    values = [row[column].strip() for row in rows[:_SAMPLE] if column < len(row) and row[column].strip()]
    wordy = [value for value in values if len(value) <= 40 and any(map(str.isalpha, value))]
    return bool(values) and len(wordy) * 2 > len(values)
