"""What is coming, by its end"""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("meeting_meeting", schema=None) as batch_op:
        batch_op.create_index("ix_meeting_meeting_ends", ["tenant_id", "ends_at"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("meeting_meeting", schema=None) as batch_op:
        batch_op.drop_index("ix_meeting_meeting_ends")
