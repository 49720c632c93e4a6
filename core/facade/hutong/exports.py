"""What is taken along: tables as CSV, printed sheets as PDF, long answers in portions."""

from core.csv_cells import (
    BOM as BOM,
    csv_text as csv_text,
)
from core.portions import (
    send_in_portions as send_in_portions,
)
from core.printing import (
    NoPdfError as NoPdfError,
    can_print as can_print,
    pdf_of as pdf_of,
)
