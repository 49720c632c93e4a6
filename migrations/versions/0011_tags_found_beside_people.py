"""Tags found beside people"""

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("tagging", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_tagging_person"))
        batch_op.create_index(
            "ix_tagging_person", ["tenant_id", "person_id", "tag_id", "taken_off"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("tagging", schema=None) as batch_op:
        batch_op.drop_index("ix_tagging_person")
        batch_op.create_index(batch_op.f("ix_tagging_person"), ["tenant_id", "person_id"], unique=False)
