"""Personal share links"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("share_link", schema=None) as batch_op:
        batch_op.add_column(sa.Column("shared_by", sa.Uuid(), nullable=True))
        batch_op.create_index(
            "ix_share_link_shared_by", ["tenant_id", "shared_by", "object_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("share_link", schema=None) as batch_op:
        batch_op.drop_index("ix_share_link_shared_by")
        batch_op.drop_column("shared_by")
