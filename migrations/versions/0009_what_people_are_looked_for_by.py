"""What people are looked for by"""

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("act", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_act_person"))
        batch_op.create_index(
            "ix_act_person",
            ["tenant_id", "person_id", "stage", "at", "share_link_id", "times", "plugin", "verb"],
            unique=False,
        )

    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_person_joined"))
        batch_op.create_index(
            "ix_person_list",
            ["tenant_id", "state", "joined_at", "id", "role", "share_link_id", "search_text"],
            unique=False,
        )


def downgrade() -> None:
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_index("ix_person_list")
        batch_op.create_index(
            batch_op.f("ix_person_joined"), ["tenant_id", "state", "joined_at", "id"], unique=False
        )

    with op.batch_alter_table("act", schema=None) as batch_op:
        batch_op.drop_index("ix_act_person")
        batch_op.create_index(
            batch_op.f("ix_act_person"),
            ["tenant_id", "person_id", "stage", "at", "share_link_id", "times"],
            unique=False,
        )
