"""People found side by side with acts"""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_person_list"))
        batch_op.create_index(
            "ix_person_found",
            ["tenant_id", "state", "id", "joined_at", "role", "share_link_id", "search_text"],
            unique=False,
        )
        batch_op.create_index("ix_person_joined", ["tenant_id", "state", "joined_at", "id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_index("ix_person_joined")
        batch_op.drop_index("ix_person_found")
        batch_op.create_index(
            batch_op.f("ix_person_list"),
            ["tenant_id", "state", "joined_at", "id", "role", "share_link_id", "search_text"],
            unique=False,
        )
