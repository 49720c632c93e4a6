"""Cards remember the form that they were joined with."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("club_member", schema=None) as batch_op:
        batch_op.add_column(sa.Column("join_nonce", sa.String(length=40), nullable=True))
        batch_op.create_index("ix_club_member_join_nonce", ["tenant_id", "join_nonce"], unique=True)


def downgrade() -> None:
    with op.batch_alter_table("club_member", schema=None) as batch_op:
        batch_op.drop_index("ix_club_member_join_nonce")
        batch_op.drop_column("join_nonce")
