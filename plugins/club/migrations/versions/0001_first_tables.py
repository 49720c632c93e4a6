"""first tables"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "club_badge",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("starter_key", sa.String(length=60), nullable=True),
        sa.Column("name", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("icon", sa.String(length=24), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("threshold", sa.Integer(), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.id"], name=op.f("fk_club_badge_tenant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_club_badge")),
        sa.UniqueConstraint("tenant_id", "starter_key", name=op.f("uq_club_badge_tenant_id_starter_key")),
    )
    op.create_table(
        "club_place",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("starter_key", sa.String(length=60), nullable=True),
        sa.Column("name", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.id"], name=op.f("fk_club_place_tenant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_club_place")),
        sa.UniqueConstraint("tenant_id", "starter_key", name=op.f("uq_club_place_tenant_id_starter_key")),
    )
    op.create_table(
        "club_programme",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("points_name", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("welcome", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("expiry", sa.String(length=8), nullable=False),
        sa.Column("expiry_months", sa.Integer(), nullable=False),
        sa.Column("tier_months", sa.Integer(), nullable=False),
        sa.Column("asks_birthday", sa.Boolean(), nullable=False),
        sa.Column("transfer_details", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.id"], name=op.f("fk_club_programme_tenant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_club_programme")),
        sa.UniqueConstraint("tenant_id", name=op.f("uq_club_programme_tenant_id")),
    )
    op.create_table(
        "club_rule",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("starter_key", sa.String(length=60), nullable=True),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("title", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("per_amount", sa.BigInteger(), nullable=False),
        sa.Column("minimum", sa.BigInteger(), nullable=False),
        sa.Column("daily_cap", sa.Integer(), nullable=False),
        sa.Column("limits", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.id"], name=op.f("fk_club_rule_tenant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_club_rule")),
        sa.UniqueConstraint("tenant_id", "starter_key", name=op.f("uq_club_rule_tenant_id_starter_key")),
    )
    op.create_table(
        "club_tier",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("starter_key", sa.String(length=60), nullable=True),
        sa.Column("name", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("benefits", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("threshold", sa.Integer(), nullable=False),
        sa.Column("discount_percent", sa.Integer(), nullable=False),
        sa.Column("colour", sa.String(length=12), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.id"], name=op.f("fk_club_tier_tenant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_club_tier")),
        sa.UniqueConstraint("tenant_id", "starter_key", name=op.f("uq_club_tier_tenant_id_starter_key")),
    )
    op.create_table(
        "club_transfer",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("reason", sa.String(length=16), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", sa.String(length=120), nullable=False),
        sa.Column("rule_id", sa.Uuid(), nullable=True),
        sa.Column("inverse_of", sa.Uuid(), nullable=True),
        sa.Column("recorded_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "inverse_of"],
            ["club_transfer.tenant_id", "club_transfer.id"],
            name=op.f("fk_club_transfer_tenant_id_inverse_of"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.id"], name=op.f("fk_club_transfer_tenant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_club_transfer")),
        sa.UniqueConstraint("tenant_id", "key", name=op.f("uq_club_transfer_tenant_id_key")),
    )
    with op.batch_alter_table("club_transfer", schema=None) as batch_op:
        batch_op.create_index("ix_club_transfer_inverse", ["tenant_id", "inverse_of"], unique=False)
        batch_op.create_index("ix_club_transfer_time", ["tenant_id", "at"], unique=False)

    op.create_table(
        "club_member",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=12), nullable=False),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("birthday", sa.String(length=40), nullable=False),
        sa.Column("tier_id", sa.Uuid(), nullable=True),
        sa.Column("tier_since", sa.Date(), nullable=True),
        sa.Column("tier_warned_for", sa.Date(), nullable=True),
        sa.Column("balance", sa.BigInteger(), nullable=False),
        sa.Column("earned", sa.BigInteger(), nullable=False),
        sa.Column("visits", sa.Integer(), nullable=False),
        sa.Column("spent", sa.BigInteger(), nullable=False),
        sa.Column("friends", sa.Integer(), nullable=False),
        sa.Column("referred_by", sa.Uuid(), nullable=True),
        sa.Column("share_link_id", sa.Uuid(), nullable=True),
        sa.Column("merged_into", sa.Uuid(), nullable=True),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "merged_into"],
            ["club_member.tenant_id", "club_member.id"],
            name=op.f("fk_club_member_tenant_id_merged_into"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "person_id"],
            ["person.tenant_id", "person.id"],
            name=op.f("fk_club_member_tenant_id_person_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "referred_by"],
            ["club_member.tenant_id", "club_member.id"],
            name=op.f("fk_club_member_tenant_id_referred_by"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "tier_id"],
            ["club_tier.tenant_id", "club_tier.id"],
            name=op.f("fk_club_member_tenant_id_tier_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.id"], name=op.f("fk_club_member_tenant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_club_member")),
        sa.UniqueConstraint("tenant_id", "code", name=op.f("uq_club_member_tenant_id_code")),
        sa.UniqueConstraint("tenant_id", "number", name=op.f("uq_club_member_tenant_id_number")),
        sa.UniqueConstraint("tenant_id", "person_id", name=op.f("uq_club_member_tenant_id_person_id")),
    )
    with op.batch_alter_table("club_member", schema=None) as batch_op:
        batch_op.create_index("ix_club_member_birthday", ["tenant_id", "birthday"], unique=False)
        batch_op.create_index("ix_club_member_referred_by", ["tenant_id", "referred_by"], unique=False)
        batch_op.create_index("ix_club_member_tier", ["tenant_id", "tier_id"], unique=False)

    op.create_table(
        "club_plan",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("starter_key", sa.String(length=60), nullable=True),
        sa.Column("name", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("benefits", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=True),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("discount_percent", sa.Integer(), nullable=False),
        sa.Column("tier_id", sa.Uuid(), nullable=True),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hold_days", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "tier_id"],
            ["club_tier.tenant_id", "club_tier.id"],
            name=op.f("fk_club_plan_tenant_id_tier_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.id"], name=op.f("fk_club_plan_tenant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_club_plan")),
        sa.UniqueConstraint("tenant_id", "code", name=op.f("uq_club_plan_tenant_id_code")),
        sa.UniqueConstraint("tenant_id", "starter_key", name=op.f("uq_club_plan_tenant_id_starter_key")),
    )
    op.create_table(
        "club_entry",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("transfer_id", sa.Uuid(), nullable=False),
        sa.Column("account", sa.String(length=12), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=True),
        sa.Column("points", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(length=16), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("counts", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "member_id"],
            ["club_member.tenant_id", "club_member.id"],
            name=op.f("fk_club_entry_tenant_id_member_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "transfer_id"],
            ["club_transfer.tenant_id", "club_transfer.id"],
            name=op.f("fk_club_entry_tenant_id_transfer_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.id"], name=op.f("fk_club_entry_tenant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_club_entry")),
    )
    with op.batch_alter_table("club_entry", schema=None) as batch_op:
        batch_op.create_index("ix_club_entry_account", ["tenant_id", "account"], unique=False)
        batch_op.create_index("ix_club_entry_member", ["tenant_id", "member_id", "at"], unique=False)
        batch_op.create_index("ix_club_entry_transfer", ["tenant_id", "transfer_id"], unique=False)

    op.create_table(
        "club_lot",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("transfer_id", sa.Uuid(), nullable=False),
        sa.Column("points", sa.BigInteger(), nullable=False),
        sa.Column("left", sa.BigInteger(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "member_id"],
            ["club_member.tenant_id", "club_member.id"],
            name=op.f("fk_club_lot_tenant_id_member_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "transfer_id"],
            ["club_transfer.tenant_id", "club_transfer.id"],
            name=op.f("fk_club_lot_tenant_id_transfer_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.id"], name=op.f("fk_club_lot_tenant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_club_lot")),
    )
    with op.batch_alter_table("club_lot", schema=None) as batch_op:
        batch_op.create_index("ix_club_lot_end", ["tenant_id", "ends_on"], unique=False)
        batch_op.create_index("ix_club_lot_member", ["tenant_id", "member_id", "ends_on"], unique=False)

    op.create_table(
        "club_offer",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("starter_key", sa.String(length=60), nullable=True),
        sa.Column("title", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("text", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.Column("pieces", sa.Integer(), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=False),
        sa.Column("price_points", sa.Integer(), nullable=False),
        sa.Column("cost", sa.BigInteger(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=True),
        sa.Column("claim", sa.String(length=8), nullable=False),
        sa.Column("cap", sa.BigInteger(), nullable=True),
        sa.Column("issued", sa.BigInteger(), nullable=False),
        sa.Column("redeemed", sa.BigInteger(), nullable=False),
        sa.Column("per_member", sa.Integer(), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("valid_days", sa.Integer(), nullable=False),
        sa.Column("hours", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("place_ids", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("giftable", sa.Boolean(), nullable=False),
        sa.Column("next_offer_id", sa.Uuid(), nullable=True),
        sa.Column("next_when", sa.String(length=8), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "next_offer_id"],
            ["club_offer.tenant_id", "club_offer.id"],
            name=op.f("fk_club_offer_tenant_id_next_offer_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "plan_id"],
            ["club_plan.tenant_id", "club_plan.id"],
            name=op.f("fk_club_offer_tenant_id_plan_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.id"], name=op.f("fk_club_offer_tenant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_club_offer")),
        sa.UniqueConstraint("tenant_id", "code", name=op.f("uq_club_offer_tenant_id_code")),
        sa.UniqueConstraint("tenant_id", "starter_key", name=op.f("uq_club_offer_tenant_id_starter_key")),
    )
    op.create_table(
        "club_visit",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=True),
        sa.Column("note", sa.String(length=120), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=True),
        sa.Column("nonce", sa.String(length=40), nullable=False),
        sa.Column("refunded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("refunded_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "member_id"],
            ["club_member.tenant_id", "club_member.id"],
            name=op.f("fk_club_visit_tenant_id_member_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "place_id"],
            ["club_place.tenant_id", "club_place.id"],
            name=op.f("fk_club_visit_tenant_id_place_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.id"], name=op.f("fk_club_visit_tenant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_club_visit")),
        sa.UniqueConstraint("tenant_id", "nonce", name=op.f("uq_club_visit_tenant_id_nonce")),
    )
    with op.batch_alter_table("club_visit", schema=None) as batch_op:
        batch_op.create_index("ix_club_visit_member", ["tenant_id", "member_id", "at"], unique=False)
        batch_op.create_index("ix_club_visit_time", ["tenant_id", "at"], unique=False)

    op.create_table(
        "club_coupon",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("offer_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=True),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("issue_key", sa.String(length=120), nullable=True),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reserved_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reserved_by", sa.Uuid(), nullable=True),
        sa.Column("redeemed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("redeemed_by", sa.Uuid(), nullable=True),
        sa.Column("picked_up_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("place_id", sa.Uuid(), nullable=True),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("given_by", sa.Uuid(), nullable=True),
        sa.Column("gift_code", sa.String(length=64), nullable=True),
        sa.Column("transfer_id", sa.Uuid(), nullable=True),
        sa.Column("share_link_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "given_by"],
            ["club_member.tenant_id", "club_member.id"],
            name=op.f("fk_club_coupon_tenant_id_given_by"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "member_id"],
            ["club_member.tenant_id", "club_member.id"],
            name=op.f("fk_club_coupon_tenant_id_member_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "offer_id"],
            ["club_offer.tenant_id", "club_offer.id"],
            name=op.f("fk_club_coupon_tenant_id_offer_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "parent_id"],
            ["club_coupon.tenant_id", "club_coupon.id"],
            name=op.f("fk_club_coupon_tenant_id_parent_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "place_id"],
            ["club_place.tenant_id", "club_place.id"],
            name=op.f("fk_club_coupon_tenant_id_place_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.id"], name=op.f("fk_club_coupon_tenant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_club_coupon")),
        sa.UniqueConstraint("tenant_id", "code", name=op.f("uq_club_coupon_tenant_id_code")),
        sa.UniqueConstraint("tenant_id", "issue_key", name=op.f("uq_club_coupon_tenant_id_issue_key")),
    )
    with op.batch_alter_table("club_coupon", schema=None) as batch_op:
        batch_op.create_index("ix_club_coupon_member", ["tenant_id", "member_id", "state"], unique=False)
        batch_op.create_index("ix_club_coupon_offer", ["tenant_id", "offer_id", "state"], unique=False)
        batch_op.create_index("ix_club_coupon_parent", ["tenant_id", "parent_id"], unique=False)

    op.create_table(
        "club_membership",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("coupon_id", sa.Uuid(), nullable=True),
        sa.Column("number", sa.String(length=12), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=False),
        sa.Column("way", sa.String(length=40), nullable=False),
        sa.Column("reference", sa.String(length=120), nullable=False),
        sa.Column("ordered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("held_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("paid_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_by", sa.Uuid(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("nonce", sa.String(length=40), nullable=False),
        sa.Column("share_link_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "coupon_id"],
            ["club_coupon.tenant_id", "club_coupon.id"],
            name=op.f("fk_club_membership_tenant_id_coupon_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "member_id"],
            ["club_member.tenant_id", "club_member.id"],
            name=op.f("fk_club_membership_tenant_id_member_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "plan_id"],
            ["club_plan.tenant_id", "club_plan.id"],
            name=op.f("fk_club_membership_tenant_id_plan_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.id"], name=op.f("fk_club_membership_tenant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_club_membership")),
        sa.UniqueConstraint("tenant_id", "nonce", name=op.f("uq_club_membership_tenant_id_nonce")),
        sa.UniqueConstraint("tenant_id", "number", name=op.f("uq_club_membership_tenant_id_number")),
    )
    with op.batch_alter_table("club_membership", schema=None) as batch_op:
        batch_op.create_index("ix_club_membership_member", ["tenant_id", "member_id", "state"], unique=False)
        batch_op.create_index("ix_club_membership_plan", ["tenant_id", "plan_id", "state"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("club_membership", schema=None) as batch_op:
        batch_op.drop_index("ix_club_membership_plan")
        batch_op.drop_index("ix_club_membership_member")

    op.drop_table("club_membership")
    with op.batch_alter_table("club_coupon", schema=None) as batch_op:
        batch_op.drop_index("ix_club_coupon_parent")
        batch_op.drop_index("ix_club_coupon_offer")
        batch_op.drop_index("ix_club_coupon_member")

    op.drop_table("club_coupon")
    with op.batch_alter_table("club_visit", schema=None) as batch_op:
        batch_op.drop_index("ix_club_visit_time")
        batch_op.drop_index("ix_club_visit_member")

    op.drop_table("club_visit")
    op.drop_table("club_offer")
    with op.batch_alter_table("club_lot", schema=None) as batch_op:
        batch_op.drop_index("ix_club_lot_member")
        batch_op.drop_index("ix_club_lot_end")

    op.drop_table("club_lot")
    with op.batch_alter_table("club_entry", schema=None) as batch_op:
        batch_op.drop_index("ix_club_entry_transfer")
        batch_op.drop_index("ix_club_entry_member")
        batch_op.drop_index("ix_club_entry_account")

    op.drop_table("club_entry")
    op.drop_table("club_plan")
    with op.batch_alter_table("club_member", schema=None) as batch_op:
        batch_op.drop_index("ix_club_member_tier")
        batch_op.drop_index("ix_club_member_referred_by")
        batch_op.drop_index("ix_club_member_birthday")

    op.drop_table("club_member")
    with op.batch_alter_table("club_transfer", schema=None) as batch_op:
        batch_op.drop_index("ix_club_transfer_time")
        batch_op.drop_index("ix_club_transfer_inverse")

    op.drop_table("club_transfer")
    op.drop_table("club_tier")
    op.drop_table("club_rule")
    op.drop_table("club_programme")
    op.drop_table("club_place")
    op.drop_table("club_badge")
