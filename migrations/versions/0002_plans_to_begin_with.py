"""Plans to begin with. They are data: the operator edits them afterwards."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB
from uuid6 import uuid7

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TEXTS = sa.JSON().with_variant(JSONB(), "postgresql")
plan = sa.table(
    "plan",
    sa.column("id", sa.Uuid()),
    sa.column("name", sa.String()),
    sa.column("title", TEXTS),
    sa.column("description", TEXTS),
    sa.column("seats", sa.Integer()),
    sa.column("is_default", sa.Boolean()),
)
PLANS = (
    {
        "name": "free",
        "title": {"zh": "免费版", "en": "Free"},
        "description": {
            "zh": "50 个席位；页面、问卷和回答不限。",
            "en": "50 seats. Pages, surveys and answers without limit.",
        },
        "seats": 50,
        "is_default": True,
    },
    {
        "name": "plus",
        "title": {"zh": "扩展版", "en": "Plus"},
        "description": {
            "zh": "1000 个席位；页面、问卷和回答不限。",
            "en": "1,000 seats. Pages, surveys and answers without limit.",
        },
        "seats": 1000,
        "is_default": False,
    },
)


def upgrade() -> None:
    known = set(op.get_bind().scalars(sa.select(plan.c.name)))
    op.bulk_insert(plan, [{"id": uuid7(), **row} for row in PLANS if row["name"] not in known])


def downgrade() -> None:
    """Plans stay: tenants refer to them."""
