"""Codes that ended, and work that waits for its tool."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("outbox_job", schema=None) as batch_op:
        batch_op.add_column(sa.Column("waits_for", sa.String(length=40), nullable=True))
        batch_op.create_index(
            "ix_outbox_job_waits_for",
            ["waits_for"],
            unique=False,
            sqlite_where=sa.text("waits_for IS NOT NULL"),
            postgresql_where=sa.text("waits_for IS NOT NULL"),
        )

    with op.batch_alter_table("share_link", schema=None) as batch_op:
        batch_op.add_column(sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("share_link", schema=None) as batch_op:
        batch_op.drop_column("ended_at")

    with op.batch_alter_table("outbox_job", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_outbox_job_waits_for",
            sqlite_where=sa.text("waits_for IS NOT NULL"),
            postgresql_where=sa.text("waits_for IS NOT NULL"),
        )
        batch_op.drop_column("waits_for")
