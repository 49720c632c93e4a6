"""Templates that businesses make"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "saved_template",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("taken_out", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("saved_by", sa.Uuid(), nullable=True),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("summary", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("author", sa.String(length=120), nullable=False),
        sa.Column("licence", sa.String(length=20), nullable=False),
        sa.Column("lineage", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("bundle", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.id"], name=op.f("fk_saved_template_tenant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_saved_template")),
        sa.UniqueConstraint(
            "tenant_id", "code", "version", name=op.f("uq_saved_template_tenant_id_code_version")
        ),
    )
    op.create_table(
        "shared_template",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("shared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_newest", sa.Boolean(), nullable=False),
        sa.Column("taken_down_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_down_reason", sa.String(length=300), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("summary", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("author", sa.String(length=120), nullable=False),
        sa.Column("licence", sa.String(length=20), nullable=False),
        sa.Column("lineage", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("bundle", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.id"], name=op.f("fk_shared_template_tenant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shared_template")),
        sa.UniqueConstraint("code", "version", name=op.f("uq_shared_template_code_version")),
    )
    with op.batch_alter_table("shared_template", schema=None) as batch_op:
        batch_op.create_index("ix_shared_template_shared_at", ["shared_at"], unique=False)
        batch_op.create_index("ix_shared_template_tenant_id", ["tenant_id"], unique=False)

    op.create_table(
        "template_use",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.id"], name=op.f("fk_template_use_tenant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_template_use")),
        sa.UniqueConstraint(
            "code", "version", "tenant_id", name=op.f("uq_template_use_code_version_tenant_id")
        ),
    )
    with op.batch_alter_table("template_use", schema=None) as batch_op:
        batch_op.create_index("ix_template_use_tenant_id", ["tenant_id"], unique=False)

    with op.batch_alter_table("abuse_report", schema=None) as batch_op:
        batch_op.add_column(sa.Column("template", sa.String(length=30), nullable=False, server_default=""))


def downgrade() -> None:
    with op.batch_alter_table("abuse_report", schema=None) as batch_op:
        batch_op.drop_column("template")

    with op.batch_alter_table("template_use", schema=None) as batch_op:
        batch_op.drop_index("ix_template_use_tenant_id")

    op.drop_table("template_use")
    with op.batch_alter_table("shared_template", schema=None) as batch_op:
        batch_op.drop_index("ix_shared_template_tenant_id")
        batch_op.drop_index("ix_shared_template_shared_at")

    op.drop_table("shared_template")
    op.drop_table("saved_template")
