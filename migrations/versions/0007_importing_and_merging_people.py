"""Importing and merging people"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from core.people.sameness import same_email, same_phone

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "person_import",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("file_name", sa.String(length=120), nullable=False),
        sa.Column("encoding", sa.String(length=16), nullable=False),
        sa.Column("has_header", sa.Boolean(), nullable=False),
        sa.Column("fields", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("tag", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("planned", sa.Integer(), nullable=False),
        sa.Column("counts", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("faults", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("imported_by", sa.Uuid(), nullable=True),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.id"], name=op.f("fk_person_import_tenant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_person_import")),
    )
    with op.batch_alter_table("person_import", schema=None) as batch_op:
        batch_op.create_index("ix_person_import_created", ["tenant_id", "created_at"], unique=False)

    op.create_table(
        "person_import_file",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("import_id", sa.Uuid(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "import_id"],
            ["person_import.tenant_id", "person_import.id"],
            name=op.f("fk_person_import_file_tenant_id_import_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.id"], name=op.f("fk_person_import_file_tenant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_person_import_file")),
        sa.UniqueConstraint("tenant_id", "import_id", name=op.f("uq_person_import_file_tenant_id_import_id")),
    )
    op.create_table(
        "person_import_row",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("import_id", sa.Uuid(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("outcome", sa.String(length=8), nullable=False),
        sa.Column("given", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "import_id"],
            ["person_import.tenant_id", "person_import.id"],
            name=op.f("fk_person_import_row_tenant_id_import_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.id"], name=op.f("fk_person_import_row_tenant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_person_import_row")),
        sa.UniqueConstraint(
            "tenant_id", "import_id", "line", name=op.f("uq_person_import_row_tenant_id_import_id_line")
        ),
    )
    with op.batch_alter_table("person_import_row", schema=None) as batch_op:
        batch_op.create_index("ix_person_import_row_person", ["tenant_id", "person_id"], unique=False)

    op.create_table(
        "person_merge",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("gone_id", sa.Uuid(), nullable=False),
        sa.Column("merged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("merged_by", sa.Uuid(), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("before", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("moved", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("tools", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "gone_id"],
            ["person.tenant_id", "person.id"],
            name=op.f("fk_person_merge_tenant_id_gone_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "person_id"],
            ["person.tenant_id", "person.id"],
            name=op.f("fk_person_merge_tenant_id_person_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.id"], name=op.f("fk_person_merge_tenant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_person_merge")),
    )
    with op.batch_alter_table("person_merge", schema=None) as batch_op:
        batch_op.create_index("ix_person_merge_gone", ["tenant_id", "gone_id"], unique=False)
        batch_op.create_index("ix_person_merge_person", ["tenant_id", "person_id"], unique=False)

    op.create_table(
        "person_not_the_same",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("other_id", sa.Uuid(), nullable=False),
        sa.Column("said_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "other_id"],
            ["person.tenant_id", "person.id"],
            name=op.f("fk_person_not_the_same_tenant_id_other_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "person_id"],
            ["person.tenant_id", "person.id"],
            name=op.f("fk_person_not_the_same_tenant_id_person_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.id"], name=op.f("fk_person_not_the_same_tenant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_person_not_the_same")),
        sa.UniqueConstraint(
            "tenant_id",
            "person_id",
            "other_id",
            name=op.f("uq_person_not_the_same_tenant_id_person_id_other_id"),
        ),
    )
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.add_column(sa.Column("same_phone", sa.String(length=10), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("same_email", sa.String(length=254), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("merged_into_id", sa.Uuid(), nullable=True))
        batch_op.create_index("ix_person_merged", ["tenant_id", "merged_into_id"], unique=False)
        batch_op.create_index("ix_person_same_email", ["tenant_id", "same_email"], unique=False)
        batch_op.create_index("ix_person_same_phone", ["tenant_id", "same_phone"], unique=False)
    _fill_sameness()


def downgrade() -> None:
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_index("ix_person_same_phone")
        batch_op.drop_index("ix_person_same_email")
        batch_op.drop_index("ix_person_merged")
        batch_op.drop_column("merged_into_id")
        batch_op.drop_column("same_email")
        batch_op.drop_column("same_phone")

    op.drop_table("person_not_the_same")
    with op.batch_alter_table("person_merge", schema=None) as batch_op:
        batch_op.drop_index("ix_person_merge_person")
        batch_op.drop_index("ix_person_merge_gone")

    op.drop_table("person_merge")
    with op.batch_alter_table("person_import_row", schema=None) as batch_op:
        batch_op.drop_index("ix_person_import_row_person")

    op.drop_table("person_import_row")
    op.drop_table("person_import_file")
    with op.batch_alter_table("person_import", schema=None) as batch_op:
        batch_op.drop_index("ix_person_import_created")

    op.drop_table("person_import")


def _fill_sameness() -> None:
    """From now on whoever writes a person writes it; those who are there already get it here."""
    person = sa.table(
        "person",
        sa.column("tenant_id", sa.Uuid()),
        sa.column("id", sa.Uuid()),
        *(sa.column(name, sa.String()) for name in ("email", "phone", "same_email", "same_phone")),
    )
    same = [person.c.tenant_id == sa.bindparam("its_tenant"), person.c.id == sa.bindparam("its_id")]
    values = {"same_email": sa.bindparam("email_key"), "same_phone": sa.bindparam("phone_key")}
    filled = [
        {
            "its_tenant": row.tenant_id,
            "its_id": row.id,
            "email_key": same_email(row.email),
            "phone_key": same_phone(row.phone),
        }
        for row in op.get_bind().execute(sa.select(person))
    ]
    for start in range(0, len(filled), 1000):
        op.get_bind().execute(sa.update(person).where(*same).values(values), filled[start : start + 1000])
