"""Live rooms: whether they are moderated or closed, and words that a cloud leaves out"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("meeting_live_poll", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "hidden", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False, server_default="[]"
            )
        )

    with op.batch_alter_table("meeting_meeting", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("live_moderated", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.add_column(sa.Column("live_closed", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    with op.batch_alter_table("meeting_meeting", schema=None) as batch_op:
        batch_op.drop_column("live_closed")
        batch_op.drop_column("live_moderated")

    with op.batch_alter_table("meeting_live_poll", schema=None) as batch_op:
        batch_op.drop_column("hidden")
