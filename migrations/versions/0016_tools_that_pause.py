"""Tools that pause"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("tenant", schema=None) as batch_op:
        kind = sa.JSON().with_variant(JSONB(), "postgresql")
        batch_op.add_column(sa.Column("paused", kind, nullable=False, server_default="{}"))


def downgrade() -> None:
    with op.batch_alter_table("tenant", schema=None) as batch_op:
        batch_op.drop_column("paused")
