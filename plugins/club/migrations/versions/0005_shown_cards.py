"""Coupons remember a card that was only shown with them."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("club_coupon", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("is_shown_with", sa.Boolean(), nullable=False, server_default=sa.false())
        )


def downgrade() -> None:
    with op.batch_alter_table("club_coupon", schema=None) as batch_op:
        batch_op.drop_column("is_shown_with")
