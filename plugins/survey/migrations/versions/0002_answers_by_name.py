"""Answers by name

Surveys that are there were published while nobody's name was taken, and some say so in their own words:
they stay nameless until their owner decides otherwise.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("survey_response", schema=None) as batch_op:
        batch_op.create_index(
            "ix_survey_response_person",
            ["tenant_id", "person_id"],
            unique=False,
            sqlite_where=sa.text("person_id IS NOT NULL"),
            postgresql_where=sa.text("person_id IS NOT NULL"),
        )

    with op.batch_alter_table("survey_survey", schema=None) as batch_op:
        batch_op.add_column(sa.Column("nameless", sa.Boolean(), nullable=False, server_default=sa.true()))

    with op.batch_alter_table("survey_version", schema=None) as batch_op:
        batch_op.add_column(sa.Column("nameless", sa.Boolean(), nullable=False, server_default=sa.true()))


def downgrade() -> None:
    with op.batch_alter_table("survey_version", schema=None) as batch_op:
        batch_op.drop_column("nameless")

    with op.batch_alter_table("survey_survey", schema=None) as batch_op:
        batch_op.drop_column("nameless")

    with op.batch_alter_table("survey_response", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_survey_response_person",
            sqlite_where=sa.text("person_id IS NOT NULL"),
            postgresql_where=sa.text("person_id IS NOT NULL"),
        )
