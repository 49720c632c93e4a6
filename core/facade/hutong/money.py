"""Amounts in minor units, and being paid."""

from core.money import (
    CURRENCIES as CURRENCIES,
    MoneyField as MoneyField,
    format_money as format_money,
)
from core.payments import (
    payment_ways as payment_ways,
    report_payment as report_payment,
)
from core.plugin_types import (
    Payable as Payable,
    Payment as Payment,
    PaymentWay as PaymentWay,
)
