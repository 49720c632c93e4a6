"""Versions of minutes"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "meeting_minutes_revision",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_by", sa.Uuid(), nullable=True),
        sa.Column("page", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "meeting_id"],
            ["meeting_meeting.tenant_id", "meeting_meeting.id"],
            name=op.f("fk_meeting_minutes_revision_tenant_id_meeting_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"],
            ["tenant.id"],
            name=op.f("fk_meeting_minutes_revision_tenant_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_meeting_minutes_revision")),
        sa.UniqueConstraint(
            "tenant_id",
            "meeting_id",
            "number",
            name=op.f("uq_meeting_minutes_revision_tenant_id_meeting_id_number"),
        ),
    )
    with op.batch_alter_table("meeting_action", schema=None) as batch_op:
        batch_op.add_column(sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table("meeting_decision", schema=None) as batch_op:
        batch_op.add_column(sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table("meeting_minutes", schema=None) as batch_op:
        batch_op.add_column(sa.Column("published_revision", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("told_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("meeting_minutes", schema=None) as batch_op:
        batch_op.drop_column("told_at")
        batch_op.drop_column("published_revision")

    with op.batch_alter_table("meeting_decision", schema=None) as batch_op:
        batch_op.drop_column("deleted_at")

    with op.batch_alter_table("meeting_action", schema=None) as batch_op:
        batch_op.drop_column("deleted_at")

    op.drop_table("meeting_minutes_revision")
