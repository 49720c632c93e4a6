"""The loop's index of acts"""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("act", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_act_person"))
        batch_op.create_index(
            "ix_act_person", ["tenant_id", "person_id", "stage", "at", "share_link_id", "times"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("act", schema=None) as batch_op:
        batch_op.drop_index("ix_act_person")
        batch_op.create_index(batch_op.f("ix_act_person"), ["tenant_id", "person_id"], unique=False)
