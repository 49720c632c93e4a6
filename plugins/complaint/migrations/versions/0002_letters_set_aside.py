"""letters set aside"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("complaint_box", schema=None) as batch_op:
        batch_op.add_column(sa.Column("shows_names", sa.Boolean(), nullable=False, server_default=sa.false()))

    with op.batch_alter_table("complaint_case", schema=None) as batch_op:
        batch_op.add_column(sa.Column("is_aside", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    with op.batch_alter_table("complaint_case", schema=None) as batch_op:
        batch_op.drop_column("is_aside")

    with op.batch_alter_table("complaint_box", schema=None) as batch_op:
        batch_op.drop_column("shows_names")
