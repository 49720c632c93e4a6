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
        "survey_survey",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("starter_key", sa.String(length=60), nullable=True),
        sa.Column("title", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("texts", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("draft", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("undo", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=True),
        sa.Column("languages", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("version_number", sa.Integer(), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cap", sa.Integer(), nullable=True),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("keep_days", sa.Integer(), nullable=False),
        sa.Column("notify", sa.String(length=8), nullable=False),
        sa.Column("told", sa.Integer(), nullable=False),
        sa.Column("seen", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.id"], name=op.f("fk_survey_survey_tenant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_survey_survey")),
        sa.UniqueConstraint("tenant_id", "code", name=op.f("uq_survey_survey_tenant_id_code")),
        sa.UniqueConstraint("tenant_id", "starter_key", name=op.f("uq_survey_survey_tenant_id_starter_key")),
    )
    op.create_table(
        "survey_count",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("n", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "survey_id"],
            ["survey_survey.tenant_id", "survey_survey.id"],
            name=op.f("fk_survey_count_tenant_id_survey_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.id"], name=op.f("fk_survey_count_tenant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_survey_count")),
        sa.UniqueConstraint(
            "tenant_id", "survey_id", "key", name=op.f("uq_survey_count_tenant_id_survey_id_key")
        ),
    )
    op.create_table(
        "survey_tally",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("amounts", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "survey_id"],
            ["survey_survey.tenant_id", "survey_survey.id"],
            name=op.f("fk_survey_tally_tenant_id_survey_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.id"], name=op.f("fk_survey_tally_tenant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_survey_tally")),
    )
    with op.batch_alter_table("survey_tally", schema=None) as batch_op:
        batch_op.create_index("ix_survey_tally_survey", ["tenant_id", "survey_id"], unique=False)

    op.create_table(
        "survey_version",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("texts", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("definition", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("languages", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("keep_days", sa.Integer(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "survey_id"],
            ["survey_survey.tenant_id", "survey_survey.id"],
            name=op.f("fk_survey_version_tenant_id_survey_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.id"], name=op.f("fk_survey_version_tenant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_survey_version")),
        sa.UniqueConstraint(
            "tenant_id", "survey_id", "number", name=op.f("uq_survey_version_tenant_id_survey_id_number")
        ),
    )
    op.create_table(
        "survey_response",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=True),
        sa.Column("answers", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("language", sa.String(length=16), nullable=False),
        sa.Column("nonce", sa.String(length=40), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("former_state", sa.String(length=12), nullable=False),
        sa.Column("flagged", sa.Boolean(), nullable=False),
        sa.Column("reasons", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("share_link_id", sa.Uuid(), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "survey_id"],
            ["survey_survey.tenant_id", "survey_survey.id"],
            name=op.f("fk_survey_response_tenant_id_survey_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "version_id"],
            ["survey_version.tenant_id", "survey_version.id"],
            name=op.f("fk_survey_response_tenant_id_version_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.id"], name=op.f("fk_survey_response_tenant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_survey_response")),
        sa.UniqueConstraint(
            "tenant_id", "survey_id", "nonce", name=op.f("uq_survey_response_tenant_id_survey_id_nonce")
        ),
    )
    with op.batch_alter_table("survey_response", schema=None) as batch_op:
        batch_op.create_index(
            "ix_survey_response_age", ["tenant_id", "survey_id", "submitted_at"], unique=False
        )
        batch_op.create_index(
            "ix_survey_response_list", ["tenant_id", "survey_id", "state", "id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("survey_response", schema=None) as batch_op:
        batch_op.drop_index("ix_survey_response_list")
        batch_op.drop_index("ix_survey_response_age")

    op.drop_table("survey_response")
    op.drop_table("survey_version")
    with op.batch_alter_table("survey_tally", schema=None) as batch_op:
        batch_op.drop_index("ix_survey_tally_survey")

    op.drop_table("survey_tally")
    op.drop_table("survey_count")
    op.drop_table("survey_survey")
