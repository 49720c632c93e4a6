"""Lots remember what changed them, and merged cards what they took over."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "club_merging",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kept_id", sa.Uuid(), nullable=False),
        sa.Column("gone_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("moved", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("before", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "gone_id"],
            ["club_member.tenant_id", "club_member.id"],
            name=op.f("fk_club_merging_tenant_id_gone_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "kept_id"],
            ["club_member.tenant_id", "club_member.id"],
            name=op.f("fk_club_merging_tenant_id_kept_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.id"], name=op.f("fk_club_merging_tenant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_club_merging")),
    )
    with op.batch_alter_table("club_merging", schema=None) as batch_op:
        batch_op.create_index("ix_club_merging_gone", ["tenant_id", "gone_id"], unique=False)

    op.create_table(
        "club_lot_change",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("lot_id", sa.Uuid(), nullable=False),
        sa.Column("transfer_id", sa.Uuid(), nullable=False),
        sa.Column("points", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "lot_id"],
            ["club_lot.tenant_id", "club_lot.id"],
            name=op.f("fk_club_lot_change_tenant_id_lot_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "transfer_id"],
            ["club_transfer.tenant_id", "club_transfer.id"],
            name=op.f("fk_club_lot_change_tenant_id_transfer_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.id"], name=op.f("fk_club_lot_change_tenant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_club_lot_change")),
    )
    with op.batch_alter_table("club_lot_change", schema=None) as batch_op:
        batch_op.create_index("ix_club_lot_change_lot", ["tenant_id", "lot_id"], unique=False)
        batch_op.create_index("ix_club_lot_change_transfer", ["tenant_id", "transfer_id"], unique=False)

    with op.batch_alter_table("club_transfer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_club_transfer_inverse"))
        batch_op.create_unique_constraint(
            batch_op.f("uq_club_transfer_tenant_id_inverse_of"), ["tenant_id", "inverse_of"]
        )


def downgrade() -> None:
    with op.batch_alter_table("club_transfer", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_club_transfer_tenant_id_inverse_of"), type_="unique")
        batch_op.create_index(
            batch_op.f("ix_club_transfer_inverse"), ["tenant_id", "inverse_of"], unique=False
        )

    with op.batch_alter_table("club_lot_change", schema=None) as batch_op:
        batch_op.drop_index("ix_club_lot_change_transfer")
        batch_op.drop_index("ix_club_lot_change_lot")

    op.drop_table("club_lot_change")
    with op.batch_alter_table("club_merging", schema=None) as batch_op:
        batch_op.drop_index("ix_club_merging_gone")

    op.drop_table("club_merging")
