"""Customer pool"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from core.people.search_text import search_text_of

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "segment",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("rules", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.id"], name=op.f("fk_segment_tenant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_segment")),
    )
    op.create_table(
        "tag",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("colour", sa.String(length=12), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.id"], name=op.f("fk_tag_tenant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_tag")),
    )
    with op.batch_alter_table("tag", schema=None) as batch_op:
        batch_op.create_index(
            "uq_tag_name",
            ["tenant_id", "name"],
            unique=True,
            sqlite_where=sa.text("deleted_at IS NULL"),
            postgresql_where=sa.text("deleted_at IS NULL"),
        )

    op.create_table(
        "tagging",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("tag_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("step", sa.Uuid(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_off", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "person_id"],
            ["person.tenant_id", "person.id"],
            name=op.f("fk_tagging_tenant_id_person_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "tag_id"],
            ["tag.tenant_id", "tag.id"],
            name=op.f("fk_tagging_tenant_id_tag_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.id"], name=op.f("fk_tagging_tenant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_tagging")),
        sa.UniqueConstraint(
            "tenant_id", "tag_id", "person_id", name=op.f("uq_tagging_tenant_id_tag_id_person_id")
        ),
    )
    with op.batch_alter_table("tagging", schema=None) as batch_op:
        batch_op.create_index("ix_tagging_person", ["tenant_id", "person_id"], unique=False)
        batch_op.create_index("ix_tagging_step", ["tenant_id", "step"], unique=False)

    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.add_column(sa.Column("number", sa.String(length=40), nullable=False, server_default=""))
        batch_op.add_column(
            sa.Column("search_text", sa.String(length=1200), nullable=False, server_default="")
        )
        batch_op.create_index("ix_person_joined", ["tenant_id", "state", "joined_at", "id"], unique=False)
        batch_op.create_index("ix_person_number", ["tenant_id", "number"], unique=False)
        batch_op.create_index("ix_person_search", ["tenant_id", "state", "search_text", "id"], unique=False)
    _fill_search_text()


def downgrade() -> None:
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_index("ix_person_search")
        batch_op.drop_index("ix_person_number")
        batch_op.drop_index("ix_person_joined")
        batch_op.drop_column("search_text")
        batch_op.drop_column("number")

    with op.batch_alter_table("tagging", schema=None) as batch_op:
        batch_op.drop_index("ix_tagging_step")
        batch_op.drop_index("ix_tagging_person")

    op.drop_table("tagging")
    with op.batch_alter_table("tag", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_tag_name",
            sqlite_where=sa.text("deleted_at IS NULL"),
            postgresql_where=sa.text("deleted_at IS NULL"),
        )

    op.drop_table("tag")
    op.drop_table("segment")


def _fill_search_text() -> None:
    """From now on whoever writes a person writes it; those who are there already get it here."""
    person = sa.table(
        "person",
        sa.column("tenant_id", sa.Uuid()),
        sa.column("id", sa.Uuid()),
        *(sa.column(name, sa.String()) for name in ("name", "email", "phone", "search_text")),
    )
    same = [person.c.tenant_id == sa.bindparam("its_tenant"), person.c.id == sa.bindparam("its_id")]
    write = sa.update(person).where(*same).values(search_text=sa.bindparam("text"))
    columns = [person.c.tenant_id, person.c.id, person.c.name, person.c.email, person.c.phone]
    filled = [
        {
            "its_tenant": row.tenant_id,
            "its_id": row.id,
            "text": search_text_of(name=row.name, email=row.email, phone=row.phone, number=""),
        }
        for row in op.get_bind().execute(sa.select(*columns))
    ]
    for start in range(0, len(filled), 1000):
        op.get_bind().execute(write, filled[start : start + 1000])
