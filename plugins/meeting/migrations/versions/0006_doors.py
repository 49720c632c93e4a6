"""What a door decided, and when it was undone."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("meeting_scan", schema=None) as batch_op:
        batch_op.add_column(sa.Column("let_in", sa.Boolean(), nullable=False, server_default=sa.true()))
        batch_op.add_column(sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("meeting_scan", schema=None) as batch_op:
        batch_op.drop_column("undone_at")
        batch_op.drop_column("let_in")
