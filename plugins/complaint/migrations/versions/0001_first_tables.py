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
        "complaint_box",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("starter_key", sa.String(length=60), nullable=True),
        sa.Column("title", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("texts", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("languages", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("takes_anonymous", sa.Boolean(), nullable=False),
        sa.Column("takes_named", sa.Boolean(), nullable=False),
        sa.Column("terms", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("keep_days", sa.Integer(), nullable=False),
        sa.Column("escalation_id", sa.Uuid(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("deleted_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.id"], name=op.f("fk_complaint_box_tenant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_complaint_box")),
        sa.UniqueConstraint("tenant_id", "code", name=op.f("uq_complaint_box_tenant_id_code")),
        sa.UniqueConstraint("tenant_id", "starter_key", name=op.f("uq_complaint_box_tenant_id_starter_key")),
    )
    op.create_table(
        "complaint_change",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("box_id", sa.Uuid(), nullable=True),
        sa.Column("starter_key", sa.String(length=60), nullable=True),
        sa.Column("said", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("did", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("is_published", sa.Boolean(), nullable=False),
        sa.Column("deleted_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.id"], name=op.f("fk_complaint_change_tenant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_complaint_change")),
    )
    op.create_table(
        "complaint_event",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("box_id", sa.Uuid(), nullable=False),
        sa.Column("topic_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("handler_id", sa.Uuid(), nullable=True),
        sa.Column("value", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.id"], name=op.f("fk_complaint_event_tenant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_complaint_event")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("complaint_event", schema=None) as batch_op:
        batch_op.create_index(
            "ix_complaint_event_case", ["tenant_id", "case_id", "kind", "day", "value"], unique=False
        )
        batch_op.create_index("ix_complaint_event_day", ["tenant_id", "day"], unique=False)

    op.create_table(
        "complaint_keyring",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("recovery_public", sa.LargeBinary(length=32), nullable=False),
        sa.Column("sheet", sa.Integer(), nullable=False),
        sa.Column("receipt_public", sa.LargeBinary(length=32), nullable=False),
        sa.Column("receipt_seed", sa.LargeBinary(), nullable=False),
        sa.Column("code_salt", sa.LargeBinary(length=16), nullable=False),
        sa.Column("code_cost", sa.String(length=20), nullable=False),
        sa.Column("set_up_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.id"], name=op.f("fk_complaint_keyring_tenant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_complaint_keyring")),
        sa.UniqueConstraint("tenant_id", name=op.f("uq_complaint_keyring_tenant_id")),
    )
    op.create_table(
        "complaint_handler",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(length=32), nullable=False),
        sa.Column("wrapped_secret", sa.LargeBinary(), nullable=False),
        sa.Column("salt", sa.LargeBinary(length=16), nullable=False),
        sa.Column("cost", sa.String(length=20), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "person_id"],
            ["person.tenant_id", "person.id"],
            name=op.f("fk_complaint_handler_tenant_id_person_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.id"], name=op.f("fk_complaint_handler_tenant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_complaint_handler")),
        sa.UniqueConstraint("tenant_id", "person_id", name=op.f("uq_complaint_handler_tenant_id_person_id")),
    )
    op.create_table(
        "complaint_topic",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("box_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("title", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("hint", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("questions", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "box_id"],
            ["complaint_box.tenant_id", "complaint_box.id"],
            name=op.f("fk_complaint_topic_tenant_id_box_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.id"], name=op.f("fk_complaint_topic_tenant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_complaint_topic")),
        sa.UniqueConstraint(
            "tenant_id", "box_id", "key", name=op.f("uq_complaint_topic_tenant_id_box_id_key")
        ),
    )
    op.create_table(
        "complaint_case",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("box_id", sa.Uuid(), nullable=False),
        sa.Column("topic_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("is_named", sa.Boolean(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("lookup", sa.LargeBinary(length=32), nullable=False),
        sa.Column("nonce_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("writer_key", sa.LargeBinary(), nullable=False),
        sa.Column("recovery_key", sa.LargeBinary(), nullable=False),
        sa.Column("sheet", sa.Integer(), nullable=False),
        sa.Column("notes_public", sa.LargeBinary(length=32), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("identity", sa.LargeBinary(), nullable=True),
        sa.Column("push", sa.LargeBinary(), nullable=True),
        sa.Column("ack_due", sa.Date(), nullable=True),
        sa.Column("answer_due", sa.Date(), nullable=True),
        sa.Column("acknowledged_on", sa.Date(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("reminded_on", sa.Date(), nullable=True),
        sa.Column("escalated_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("outcome", sa.String(length=12), nullable=False),
        sa.Column("rating", sa.Integer(), nullable=True),
        sa.Column("assigned_id", sa.Uuid(), nullable=True),
        sa.Column("merged_into_id", sa.Uuid(), nullable=True),
        sa.Column("is_held", sa.Boolean(), nullable=False),
        sa.Column("told", sa.Boolean(), nullable=False),
        sa.Column("unread", sa.Boolean(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "box_id"],
            ["complaint_box.tenant_id", "complaint_box.id"],
            name=op.f("fk_complaint_case_tenant_id_box_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "topic_id"],
            ["complaint_topic.tenant_id", "complaint_topic.id"],
            name=op.f("fk_complaint_case_tenant_id_topic_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.id"], name=op.f("fk_complaint_case_tenant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_complaint_case")),
        sa.UniqueConstraint("tenant_id", "lookup", name=op.f("uq_complaint_case_tenant_id_lookup")),
        sa.UniqueConstraint("tenant_id", "nonce_hash", name=op.f("uq_complaint_case_tenant_id_nonce_hash")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("complaint_case", schema=None) as batch_op:
        batch_op.create_index("ix_complaint_case_closed", ["tenant_id", "state", "closed_on"], unique=False)
        batch_op.create_index("ix_complaint_case_due", ["tenant_id", "state", "answer_due"], unique=False)

    op.create_table(
        "complaint_topic_handler",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("topic_id", sa.Uuid(), nullable=False),
        sa.Column("handler_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "handler_id"],
            ["complaint_handler.tenant_id", "complaint_handler.id"],
            name=op.f("fk_complaint_topic_handler_tenant_id_handler_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "topic_id"],
            ["complaint_topic.tenant_id", "complaint_topic.id"],
            name=op.f("fk_complaint_topic_handler_tenant_id_topic_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"],
            ["tenant.id"],
            name=op.f("fk_complaint_topic_handler_tenant_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_complaint_topic_handler")),
        sa.UniqueConstraint(
            "tenant_id",
            "topic_id",
            "handler_id",
            name=op.f("uq_complaint_topic_handler_tenant_id_topic_id_handler_id"),
        ),
    )
    op.create_table(
        "complaint_unlocking",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("handler_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("wrapped_secret", sa.LargeBinary(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "handler_id"],
            ["complaint_handler.tenant_id", "complaint_handler.id"],
            name=op.f("fk_complaint_unlocking_tenant_id_handler_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.id"], name=op.f("fk_complaint_unlocking_tenant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_complaint_unlocking")),
        sa.UniqueConstraint(
            "tenant_id", "token_hash", name=op.f("uq_complaint_unlocking_tenant_id_token_hash")
        ),
    )
    op.create_table(
        "complaint_case_key",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("handler_id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "case_id"],
            ["complaint_case.tenant_id", "complaint_case.id"],
            name=op.f("fk_complaint_case_key_tenant_id_case_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "handler_id"],
            ["complaint_handler.tenant_id", "complaint_handler.id"],
            name=op.f("fk_complaint_case_key_tenant_id_handler_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.id"], name=op.f("fk_complaint_case_key_tenant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_complaint_case_key")),
        sa.UniqueConstraint(
            "tenant_id",
            "case_id",
            "handler_id",
            name=op.f("uq_complaint_case_key_tenant_id_case_id_handler_id"),
        ),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("complaint_case_key", schema=None) as batch_op:
        batch_op.create_index("ix_complaint_case_key_handler", ["tenant_id", "handler_id"], unique=False)

    op.create_table(
        "complaint_message",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("written_on", sa.Date(), nullable=False),
        sa.Column("handler_id", sa.Uuid(), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("nonce_hash", sa.LargeBinary(length=32), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "case_id"],
            ["complaint_case.tenant_id", "complaint_case.id"],
            name=op.f("fk_complaint_message_tenant_id_case_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.id"], name=op.f("fk_complaint_message_tenant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_complaint_message")),
        sa.UniqueConstraint(
            "tenant_id", "case_id", "number", name=op.f("uq_complaint_message_tenant_id_case_id_number")
        ),
        sa.UniqueConstraint(
            "tenant_id", "nonce_hash", name=op.f("uq_complaint_message_tenant_id_nonce_hash")
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "complaint_note",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("written_on", sa.Date(), nullable=False),
        sa.Column("handler_id", sa.Uuid(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "case_id"],
            ["complaint_case.tenant_id", "complaint_case.id"],
            name=op.f("fk_complaint_note_tenant_id_case_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.id"], name=op.f("fk_complaint_note_tenant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_complaint_note")),
        sa.UniqueConstraint(
            "tenant_id", "case_id", "number", name=op.f("uq_complaint_note_tenant_id_case_id_number")
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "complaint_recusal",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("handler_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "case_id"],
            ["complaint_case.tenant_id", "complaint_case.id"],
            name=op.f("fk_complaint_recusal_tenant_id_case_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "handler_id"],
            ["complaint_handler.tenant_id", "complaint_handler.id"],
            name=op.f("fk_complaint_recusal_tenant_id_handler_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.id"], name=op.f("fk_complaint_recusal_tenant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_complaint_recusal")),
        sa.UniqueConstraint(
            "tenant_id",
            "case_id",
            "handler_id",
            name=op.f("uq_complaint_recusal_tenant_id_case_id_handler_id"),
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "complaint_attachment",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("message_id", sa.Uuid(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("about", sa.LargeBinary(), nullable=False),
        sa.Column("cleaned", sa.LargeBinary(), nullable=False),
        sa.Column("original", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "case_id"],
            ["complaint_case.tenant_id", "complaint_case.id"],
            name=op.f("fk_complaint_attachment_tenant_id_case_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "message_id"],
            ["complaint_message.tenant_id", "complaint_message.id"],
            name=op.f("fk_complaint_attachment_tenant_id_message_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.id"], name=op.f("fk_complaint_attachment_tenant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_complaint_attachment")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("complaint_attachment", schema=None) as batch_op:
        batch_op.create_index("ix_complaint_attachment_case", ["tenant_id", "case_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("complaint_attachment", schema=None) as batch_op:
        batch_op.drop_index("ix_complaint_attachment_case")

    op.drop_table("complaint_attachment")
    op.drop_table("complaint_recusal")
    op.drop_table("complaint_note")
    op.drop_table("complaint_message")
    with op.batch_alter_table("complaint_case_key", schema=None) as batch_op:
        batch_op.drop_index("ix_complaint_case_key_handler")

    op.drop_table("complaint_case_key")
    op.drop_table("complaint_unlocking")
    op.drop_table("complaint_topic_handler")
    with op.batch_alter_table("complaint_case", schema=None) as batch_op:
        batch_op.drop_index("ix_complaint_case_due")
        batch_op.drop_index("ix_complaint_case_closed")

    op.drop_table("complaint_case")
    op.drop_table("complaint_topic")
    op.drop_table("complaint_handler")
    op.drop_table("complaint_keyring")
    with op.batch_alter_table("complaint_event", schema=None) as batch_op:
        batch_op.drop_index("ix_complaint_event_day")
        batch_op.drop_index("ix_complaint_event_case")

    op.drop_table("complaint_event")
    op.drop_table("complaint_change")
    op.drop_table("complaint_box")
