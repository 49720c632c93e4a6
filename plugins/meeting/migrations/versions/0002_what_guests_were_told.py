"""What guests were told"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("meeting_guest", schema=None) as batch_op:
        kind = sa.JSON().with_variant(JSONB(), "postgresql")
        batch_op.add_column(sa.Column("told", kind, nullable=False, server_default="{}"))
        batch_op.add_column(sa.Column("feed_number", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    with op.batch_alter_table("meeting_guest", schema=None) as batch_op:
        batch_op.drop_column("feed_number")
        batch_op.drop_column("told")
