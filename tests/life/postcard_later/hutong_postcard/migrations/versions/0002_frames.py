"""A card has a frame; a greeting may be longer."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("postcard_card", schema=None) as batch_op:
        batch_op.add_column(sa.Column("frame", sa.String(length=20), nullable=False, server_default="plain"))
        batch_op.alter_column(
            "greeting", existing_type=sa.String(length=200), type_=sa.String(length=400), nullable=False
        )
    with op.batch_alter_table("postcard_stamp", schema=None) as batch_op:
        batch_op.drop_constraint("fk_postcard_stamp_tenant_id_card_id", type_="foreignkey")
        batch_op.create_foreign_key(
            "fk_postcard_stamp_tenant_id_card_id",
            "postcard_card",
            ["tenant_id", "card_id"],
            ["tenant_id", "id"],
            ondelete="CASCADE",
        )


def downgrade() -> None:
    with op.batch_alter_table("postcard_card", schema=None) as batch_op:
        batch_op.drop_column("frame")
