"""First tables."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "luckydraw_draw",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("starter_key", sa.String(length=60), nullable=True),
        sa.Column("title", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("text", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("consolation", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("audience", sa.String(length=8), nullable=False),
        sa.Column("per_person", sa.Integer(), nullable=False),
        sa.Column("per_day", sa.Integer(), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("valid_days", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.id"], name=op.f("fk_luckydraw_draw_tenant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_luckydraw_draw")),
        sa.UniqueConstraint("tenant_id", "code", name=op.f("uq_luckydraw_draw_tenant_id_code")),
        sa.UniqueConstraint("tenant_id", "starter_key", name=op.f("uq_luckydraw_draw_tenant_id_starter_key")),
    )
    op.create_table(
        "luckydraw_prize",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("draw_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("icon", sa.String(length=20), nullable=False),
        sa.Column("photo", sa.String(length=40), nullable=False),
        sa.Column("stock", sa.Integer(), nullable=False),
        sa.Column("won", sa.Integer(), nullable=False),
        sa.Column("wins", sa.Integer(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.CheckConstraint("wins > 0 AND wins <= tries", name=op.f("ck_luckydraw_prize_odds")),
        sa.CheckConstraint("won >= 0 AND won <= stock", name=op.f("ck_luckydraw_prize_won")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "draw_id"],
            ["luckydraw_draw.tenant_id", "luckydraw_draw.id"],
            name=op.f("fk_luckydraw_prize_tenant_id_draw_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.id"], name=op.f("fk_luckydraw_prize_tenant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_luckydraw_prize")),
    )
    with op.batch_alter_table("luckydraw_prize", schema=None) as batch_op:
        batch_op.create_index("ix_luckydraw_prize_draw", ["tenant_id", "draw_id", "position"], unique=False)

    op.create_table(
        "luckydraw_turn",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("draw_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("phone_hash", sa.String(length=64), nullable=False),
        sa.Column("form_key", sa.String(length=64), nullable=False),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("drawn_on", sa.Date(), nullable=False),
        sa.Column("share_link_id", sa.Uuid(), nullable=True),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("prize_id", sa.Uuid(), nullable=True),
        sa.Column("prize_name", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("redeemed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("redeemed_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "draw_id"],
            ["luckydraw_draw.tenant_id", "luckydraw_draw.id"],
            name=op.f("fk_luckydraw_turn_tenant_id_draw_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "person_id"],
            ["person.tenant_id", "person.id"],
            name=op.f("fk_luckydraw_turn_tenant_id_person_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "prize_id"],
            ["luckydraw_prize.tenant_id", "luckydraw_prize.id"],
            name=op.f("fk_luckydraw_turn_tenant_id_prize_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.id"], name=op.f("fk_luckydraw_turn_tenant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_luckydraw_turn")),
        sa.UniqueConstraint("tenant_id", "code", name=op.f("uq_luckydraw_turn_tenant_id_code")),
        sa.UniqueConstraint("tenant_id", "form_key", name=op.f("uq_luckydraw_turn_tenant_id_form_key")),
    )
    with op.batch_alter_table("luckydraw_turn", schema=None) as batch_op:
        batch_op.create_index("ix_luckydraw_turn_draw", ["tenant_id", "draw_id", "drawn_at"], unique=False)
        batch_op.create_index("ix_luckydraw_turn_person", ["tenant_id", "person_id", "draw_id"], unique=False)
        batch_op.create_index("ix_luckydraw_turn_phone", ["tenant_id", "phone_hash", "draw_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("luckydraw_turn", schema=None) as batch_op:
        batch_op.drop_index("ix_luckydraw_turn_phone")
        batch_op.drop_index("ix_luckydraw_turn_person")
        batch_op.drop_index("ix_luckydraw_turn_draw")

    op.drop_table("luckydraw_turn")
    with op.batch_alter_table("luckydraw_prize", schema=None) as batch_op:
        batch_op.drop_index("ix_luckydraw_prize_draw")

    op.drop_table("luckydraw_prize")
    op.drop_table("luckydraw_draw")
