"""A word with an invitation, and reminders."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("meeting_guest", schema=None) as batch_op:
        batch_op.add_column(sa.Column("word", sa.String(length=500), nullable=False, server_default=""))

    with op.batch_alter_table("meeting_meeting", schema=None) as batch_op:
        batch_op.add_column(sa.Column("reminds", sa.Boolean(), nullable=False, server_default=sa.true()))


def downgrade() -> None:
    with op.batch_alter_table("meeting_meeting", schema=None) as batch_op:
        batch_op.drop_column("reminds")

    with op.batch_alter_table("meeting_guest", schema=None) as batch_op:
        batch_op.drop_column("word")
