"""Amounts of money: what is typed, what is kept, what is shown."""

import pytest

from core.money import MoneyError, format_money, parse_money


@pytest.mark.parametrize(
    ("typed", "currency", "kept", "shown"),
    [
        ("20", "CNY", 2000, "¥20"),
        ("¥12.50", "CNY", 1250, "¥12.50"),
        ("１２．５", "CNY", 1250, "¥12.50"),
        ("1,234.5 元", "CNY", 123450, "¥1,234.50"),
        ("-3", "EUR", -300, "-€3"),
        ("300", "JPY", 300, "¥300"),
        ("0", "USD", 0, "$0"),
    ],
)
def test_what_is_typed_is_kept_in_minor_units(app, typed, currency, kept, shown):
    with app.test_request_context("/"):
        assert parse_money(typed, currency) == kept
        assert format_money(kept, currency, "en") == shown


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "twelve",
        "1.234",
        "NaN",
        "Infinity",
        "1e99",
        "1..2",
        "9" * 40,
        "12,50",
        "1,5",
        "9e999999",
        "1_0",
        "--1",
    ],
)
def test_what_is_no_amount_is_refused(typed):
    with pytest.raises(MoneyError):
        parse_money(typed, "CNY")
