"""Former slugs of pages."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "site_former_slug",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("page_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "page_id"],
            ["site_page.tenant_id", "site_page.id"],
            name=op.f("fk_site_former_slug_tenant_id_page_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.id"], name=op.f("fk_site_former_slug_tenant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_site_former_slug")),
        sa.UniqueConstraint("tenant_id", "slug", name=op.f("uq_site_former_slug_tenant_id_slug")),
    )


def downgrade() -> None:
    op.drop_table("site_former_slug")
