"""What a file of people is in, and what stands in its columns and rows."""

import codecs

import pytest

from core.pool.import_columns import guess_columns
from core.pool.import_rows import RowFault, read_row
from core.pool.import_text import MOST_BYTES, MOST_ROWS, FileFault, can_read, find_encoding, rows_of

TABLE = "姓名,手机,邮箱\n王小明,13800138000,ming@example.com\n李小红,13900139000,hong@example.com\n"


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (TABLE.encode(), "utf-8-sig"),
        (TABLE.encode("utf-8-sig"), "utf-8-sig"),
        (TABLE.encode("gb18030"), "gb18030"),
        (codecs.BOM_UTF16_LE + TABLE.encode("utf-16-le"), "utf-16"),
        (codecs.BOM_UTF16_BE + TABLE.encode("utf-16-be"), "utf-16"),
        (TABLE.encode("utf-16-le"), "utf-16-le"),
        (TABLE.encode("utf-16-be"), "utf-16-be"),
        ("Name;Phone\nMüller;0170 1234567\nGroß;0170 7654321\n".encode("cp1252"), "cp1252"),
    ],
)
def test_the_encoding_is_found_and_the_rows_are_read(content, encoding):
    rows = list(rows_of(content, encoding))

    assert find_encoding(content) == encoding
    assert rows[1][0] in ("王小明", "Müller")
    assert {len(row) for row in rows} in ({3}, {2})


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (codecs.BOM_UTF8 + b"\r\n  \n", "empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(200), "picture"),
        (b"\xff\xd8\xff\xe0" + bytes(200), "picture"),
        (b"\x00\x00\x00\x20ftypheic" + bytes(200), "picture"),
        (b"PK\x03\x04" + bytes(200), "excel"),
        (b"\xd0\xcf\x11\xe0" + bytes(200), "excel"),
        (b"%PDF-1.7", "pdf"),
        (bytes(range(256)) * 4, "binary"),
        (b"name\n" + b"x" * MOST_BYTES, "large"),
        (b"\x81\x8d\x8f\x90\x9d", "encoding"),
    ],
)
def test_what_is_no_table_says_what_it_is(content, reason):
    with pytest.raises(FileFault, match=reason):
        find_encoding(content)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"name\n" + b"Anna\n" * (MOST_ROWS + 1), "rows"),
        (b"," * 80 + b"\n", "columns"),
        (b'name,note\nAnna,"' + b"x" * 200_000, "quotes"),
    ],
)
def test_a_table_beyond_the_limits_says_which(content, reason):
    with pytest.raises(FileFault, match=reason):
        list(rows_of(content, "utf-8-sig"))


def test_a_wrong_encoding_is_noticed_before_anything_is_read():
    assert not can_read(TABLE.encode("gb18030"), "utf-8-sig")
    assert not can_read("Müller".encode("cp1252"), "utf-8-sig")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_columns_are_parted_by_whatever_parts_them(delimiter):
    text = TABLE.replace(",", delimiter)

    assert next(rows_of(text.encode(), "utf-8-sig")) == ["姓名", "手机", "邮箱"]
    assert next(rows_of(f"sep={delimiter}\n{text}".encode(), "utf-8-sig")) == ["姓名", "手机", "邮箱"]


@pytest.mark.parametrize(
    ("rows", "guess"),
    [
        (
            [["客户姓名", "联系电话", "电子邮箱", "会员号", "备注", "标签"]],
            "name phone email number note tags",
        ),
        ([["First name", "Last name", "Mobile No.", "E-mail"]], "name name phone email"),
        ([["*手机（必填）", "姓 名", "城市"]], "phone name -"),
        ([["A", "B", "C"], ["Anna", "010 5550 1234", "a@b.cn"]], "name phone email"),
        ([["王小明", "13800138000"], ["李小红", "13900139000"]], "no heading: name phone"),
    ],
)
def test_columns_are_guessed_by_heading_or_content(rows, guess):
    has_header, fields = guess_columns(rows)

    words = " ".join(field or "-" for field in fields)
    assert (words if has_header else f"no heading: {words}") == guess


FIELDS = ["name", "phone", "email", "note", "tags"]


def read(*cells, fields=FIELDS):
    arrival = read_row(7, cells, fields)
    return arrival and (arrival.name, arrival.phone, arrival.email, arrival.note, arrival.tags)


def test_a_row_is_cleaned_of_what_spreadsheets_put_around_it():
    row = read(" 王小明\0", '="13800138000"', "Ming＠Example.COM ", "'-5 kg of shirts", "VIP；老客、VIP")

    assert row == ("王小明", "13800138000", "ming@example.com", "-5 kg of shirts", ["VIP", "老客"])
    assert read("小明", "1390013 9000.0", fields=["name", "phone"])[1] == "1390013 9000"
    assert read("王", "小明", fields=["name", "name"])[0] == "王小明"
    assert read("Anna", "Li", fields=["name", "name"])[0] == "Anna Li"
    assert read("", " ", "\t") is None


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        (("x" * 81,), "long name"),
        (("Anna", "", "", "x" * 501), "long note"),
        (("=HYPERLINK(1)", "13800138000"), "formula name"),
        (("@cmd",), "formula name"),
        (("Anna", "1.38E+10"), "shortened phone"),
        (("Anna", "ask her"), "phone"),
        (("Anna", "", "anna@"), "email"),
        (("", "", "", "nobody"), "nobody"),
        (("Anna", "", "", "", "", "one cell more"), "cells"),
        (("Anna", "13800138000", "", "left open\nBob,1,2,3,4\nEve,1,2,3,4", ""), "quote"),
    ],
)
def test_a_broken_row_says_what_is_wrong(cells, fault):
    with pytest.raises(RowFault) as caught:
        read(*cells)

    assert str(caught.value) == fault
