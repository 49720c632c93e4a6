"""First tables"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "meeting_series",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("starter_key", sa.String(length=60), nullable=True),
        sa.Column("uid", sa.String(length=80), nullable=False),
        sa.Column("title", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("text", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("rule", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.id"], name=op.f("fk_meeting_series_tenant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_meeting_series")),
        sa.UniqueConstraint("tenant_id", "code", name=op.f("uq_meeting_series_tenant_id_code")),
        sa.UniqueConstraint("tenant_id", "starter_key", name=op.f("uq_meeting_series_tenant_id_starter_key")),
    )
    op.create_table(
        "meeting_meeting",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("starter_key", sa.String(length=60), nullable=True),
        sa.Column("series_id", sa.Uuid(), nullable=True),
        sa.Column("recurs_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("uid", sa.String(length=80), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("title", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("text", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("place", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("link", sa.String(length=500), nullable=False),
        sa.Column("zone", sa.String(length=60), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("all_day", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("listed", sa.Boolean(), nullable=False),
        sa.Column("registration", sa.String(length=10), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("approval", sa.Boolean(), nullable=False),
        sa.Column("asks_phone", sa.Boolean(), nullable=False),
        sa.Column("questions", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("shows_minutes", sa.String(length=10), nullable=False),
        sa.Column("cancel_note", sa.String(length=500), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "series_id"],
            ["meeting_series.tenant_id", "meeting_series.id"],
            name=op.f("fk_meeting_meeting_tenant_id_series_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.id"], name=op.f("fk_meeting_meeting_tenant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_meeting_meeting")),
        sa.UniqueConstraint("tenant_id", "code", name=op.f("uq_meeting_meeting_tenant_id_code")),
        sa.UniqueConstraint(
            "tenant_id", "starter_key", name=op.f("uq_meeting_meeting_tenant_id_starter_key")
        ),
    )
    with op.batch_alter_table("meeting_meeting", schema=None) as batch_op:
        batch_op.create_index(
            "ix_meeting_meeting_series", ["tenant_id", "series_id", "starts_at"], unique=False
        )
        batch_op.create_index("ix_meeting_meeting_starts", ["tenant_id", "state", "starts_at"], unique=False)

    op.create_table(
        "meeting_agenda_item",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("starter_key", sa.String(length=60), nullable=True),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("title", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("text", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("room", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "meeting_id"],
            ["meeting_meeting.tenant_id", "meeting_meeting.id"],
            name=op.f("fk_meeting_agenda_item_tenant_id_meeting_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.id"], name=op.f("fk_meeting_agenda_item_tenant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_meeting_agenda_item")),
        sa.UniqueConstraint(
            "tenant_id",
            "meeting_id",
            "starter_key",
            name=op.f("uq_meeting_agenda_item_tenant_id_meeting_id_starter_key"),
        ),
    )
    with op.batch_alter_table("meeting_agenda_item", schema=None) as batch_op:
        batch_op.create_index(
            "ix_meeting_agenda_item_meeting",
            ["tenant_id", "meeting_id", "starts_at", "position"],
            unique=False,
        )

    op.create_table(
        "meeting_date_poll",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("hides_votes", sa.Boolean(), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decides", sa.String(length=8), nullable=False),
        sa.Column("limit", sa.Integer(), nullable=True),
        sa.Column("one_each", sa.Boolean(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "meeting_id"],
            ["meeting_meeting.tenant_id", "meeting_meeting.id"],
            name=op.f("fk_meeting_date_poll_tenant_id_meeting_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.id"], name=op.f("fk_meeting_date_poll_tenant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_meeting_date_poll")),
        sa.UniqueConstraint(
            "tenant_id", "meeting_id", name=op.f("uq_meeting_date_poll_tenant_id_meeting_id")
        ),
    )
    op.create_table(
        "meeting_guest",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("origin", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("phone", sa.String(length=32), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("answers", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("asked", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("zone", sa.String(length=60), nullable=False),
        sa.Column("ticket", sa.String(length=16), nullable=False),
        sa.Column("link_number", sa.Integer(), nullable=False),
        sa.Column("nonce", sa.String(length=64), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("share_link_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("queued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("mailed_sequence", sa.Integer(), nullable=False),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("checked_in_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("checked_in_door", sa.String(length=40), nullable=False),
        sa.Column("excused", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "meeting_id"],
            ["meeting_meeting.tenant_id", "meeting_meeting.id"],
            name=op.f("fk_meeting_guest_tenant_id_meeting_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "person_id"],
            ["person.tenant_id", "person.id"],
            name=op.f("fk_meeting_guest_tenant_id_person_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.id"], name=op.f("fk_meeting_guest_tenant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_meeting_guest")),
        sa.UniqueConstraint(
            "tenant_id", "meeting_id", "email", name=op.f("uq_meeting_guest_tenant_id_meeting_id_email")
        ),
        sa.UniqueConstraint(
            "tenant_id", "meeting_id", "nonce", name=op.f("uq_meeting_guest_tenant_id_meeting_id_nonce")
        ),
        sa.UniqueConstraint("tenant_id", "ticket", name=op.f("uq_meeting_guest_tenant_id_ticket")),
    )
    with op.batch_alter_table("meeting_guest", schema=None) as batch_op:
        batch_op.create_index(
            "ix_meeting_guest_meeting", ["tenant_id", "meeting_id", "state", "queued_at"], unique=False
        )
        batch_op.create_index("ix_meeting_guest_person", ["tenant_id", "person_id"], unique=False)

    op.create_table(
        "meeting_live_poll",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("options", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("many", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("on_screen", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "meeting_id"],
            ["meeting_meeting.tenant_id", "meeting_meeting.id"],
            name=op.f("fk_meeting_live_poll_tenant_id_meeting_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.id"], name=op.f("fk_meeting_live_poll_tenant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_meeting_live_poll")),
    )
    with op.batch_alter_table("meeting_live_poll", schema=None) as batch_op:
        batch_op.create_index(
            "ix_meeting_live_poll_meeting", ["tenant_id", "meeting_id", "position"], unique=False
        )

    op.create_table(
        "meeting_minutes",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "meeting_id"],
            ["meeting_meeting.tenant_id", "meeting_meeting.id"],
            name=op.f("fk_meeting_minutes_tenant_id_meeting_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.id"], name=op.f("fk_meeting_minutes_tenant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_meeting_minutes")),
        sa.UniqueConstraint("tenant_id", "meeting_id", name=op.f("uq_meeting_minutes_tenant_id_meeting_id")),
    )
    op.create_table(
        "meeting_speaker",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("starter_key", sa.String(length=60), nullable=True),
        sa.Column("name", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("role", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("text", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("photo", sa.String(length=20), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "meeting_id"],
            ["meeting_meeting.tenant_id", "meeting_meeting.id"],
            name=op.f("fk_meeting_speaker_tenant_id_meeting_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.id"], name=op.f("fk_meeting_speaker_tenant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_meeting_speaker")),
        sa.UniqueConstraint(
            "tenant_id",
            "meeting_id",
            "starter_key",
            name=op.f("uq_meeting_speaker_tenant_id_meeting_id_starter_key"),
        ),
    )
    with op.batch_alter_table("meeting_speaker", schema=None) as batch_op:
        batch_op.create_index(
            "ix_meeting_speaker_meeting", ["tenant_id", "meeting_id", "position"], unique=False
        )

    op.create_table(
        "meeting_action",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("series_id", sa.Uuid(), nullable=True),
        sa.Column("text", sa.String(length=500), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("guest_id", sa.Uuid(), nullable=True),
        sa.Column("owner", sa.String(length=80), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("reminded_on", sa.Date(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "guest_id"],
            ["meeting_guest.tenant_id", "meeting_guest.id"],
            name=op.f("fk_meeting_action_tenant_id_guest_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "meeting_id"],
            ["meeting_meeting.tenant_id", "meeting_meeting.id"],
            name=op.f("fk_meeting_action_tenant_id_meeting_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "person_id"],
            ["person.tenant_id", "person.id"],
            name=op.f("fk_meeting_action_tenant_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "series_id"],
            ["meeting_series.tenant_id", "meeting_series.id"],
            name=op.f("fk_meeting_action_tenant_id_series_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.id"], name=op.f("fk_meeting_action_tenant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_meeting_action")),
    )
    with op.batch_alter_table("meeting_action", schema=None) as batch_op:
        batch_op.create_index("ix_meeting_action_due", ["tenant_id", "done_at", "due_on"], unique=False)
        batch_op.create_index(
            "ix_meeting_action_meeting", ["tenant_id", "meeting_id", "position"], unique=False
        )
        batch_op.create_index("ix_meeting_action_series", ["tenant_id", "series_id", "done_at"], unique=False)

    op.create_table(
        "meeting_date_option",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("poll_id", sa.Uuid(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("all_day", sa.Boolean(), nullable=False),
        sa.Column("chosen", sa.Boolean(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "poll_id"],
            ["meeting_date_poll.tenant_id", "meeting_date_poll.id"],
            name=op.f("fk_meeting_date_option_tenant_id_poll_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.id"], name=op.f("fk_meeting_date_option_tenant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_meeting_date_option")),
    )
    with op.batch_alter_table("meeting_date_option", schema=None) as batch_op:
        batch_op.create_index(
            "ix_meeting_date_option_poll", ["tenant_id", "poll_id", "starts_at"], unique=False
        )

    op.create_table(
        "meeting_decision",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.String(length=500), nullable=False),
        sa.Column("live_poll_id", sa.Uuid(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "live_poll_id"],
            ["meeting_live_poll.tenant_id", "meeting_live_poll.id"],
            name=op.f("fk_meeting_decision_tenant_id_live_poll_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "meeting_id"],
            ["meeting_meeting.tenant_id", "meeting_meeting.id"],
            name=op.f("fk_meeting_decision_tenant_id_meeting_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.id"], name=op.f("fk_meeting_decision_tenant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_meeting_decision")),
    )
    with op.batch_alter_table("meeting_decision", schema=None) as batch_op:
        batch_op.create_index(
            "ix_meeting_decision_meeting", ["tenant_id", "meeting_id", "position"], unique=False
        )

    op.create_table(
        "meeting_floor_question",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("guest_id", sa.Uuid(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("asker", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("text", sa.String(length=500), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("nonce", sa.String(length=64), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "guest_id"],
            ["meeting_guest.tenant_id", "meeting_guest.id"],
            name=op.f("fk_meeting_floor_question_tenant_id_guest_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "meeting_id"],
            ["meeting_meeting.tenant_id", "meeting_meeting.id"],
            name=op.f("fk_meeting_floor_question_tenant_id_meeting_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "person_id"],
            ["person.tenant_id", "person.id"],
            name=op.f("fk_meeting_floor_question_tenant_id_person_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.id"], name=op.f("fk_meeting_floor_question_tenant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_meeting_floor_question")),
        sa.UniqueConstraint(
            "tenant_id",
            "meeting_id",
            "nonce",
            name=op.f("uq_meeting_floor_question_tenant_id_meeting_id_nonce"),
        ),
    )
    with op.batch_alter_table("meeting_floor_question", schema=None) as batch_op:
        batch_op.create_index(
            "ix_meeting_floor_question_meeting", ["tenant_id", "meeting_id", "state"], unique=False
        )

    op.create_table(
        "meeting_item_speaker",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("speaker_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "item_id"],
            ["meeting_agenda_item.tenant_id", "meeting_agenda_item.id"],
            name=op.f("fk_meeting_item_speaker_tenant_id_item_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "speaker_id"],
            ["meeting_speaker.tenant_id", "meeting_speaker.id"],
            name=op.f("fk_meeting_item_speaker_tenant_id_speaker_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.id"], name=op.f("fk_meeting_item_speaker_tenant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_meeting_item_speaker")),
        sa.UniqueConstraint(
            "tenant_id",
            "item_id",
            "speaker_id",
            name=op.f("uq_meeting_item_speaker_tenant_id_item_id_speaker_id"),
        ),
    )
    with op.batch_alter_table("meeting_item_speaker", schema=None) as batch_op:
        batch_op.create_index("ix_meeting_item_speaker_speaker", ["tenant_id", "speaker_id"], unique=False)

    op.create_table(
        "meeting_live_answer",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("poll_id", sa.Uuid(), nullable=False),
        sa.Column("phone", sa.String(length=64), nullable=False),
        sa.Column("value", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "poll_id"],
            ["meeting_live_poll.tenant_id", "meeting_live_poll.id"],
            name=op.f("fk_meeting_live_answer_tenant_id_poll_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.id"], name=op.f("fk_meeting_live_answer_tenant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_meeting_live_answer")),
        sa.UniqueConstraint(
            "tenant_id",
            "poll_id",
            "phone",
            "value",
            name=op.f("uq_meeting_live_answer_tenant_id_poll_id_phone_value"),
        ),
    )
    op.create_table(
        "meeting_material",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=True),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("for_whom", sa.String(length=8), nullable=False),
        sa.Column("link", sa.String(length=500), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("file_name", sa.String(length=120), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "item_id"],
            ["meeting_agenda_item.tenant_id", "meeting_agenda_item.id"],
            name=op.f("fk_meeting_material_tenant_id_item_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "meeting_id"],
            ["meeting_meeting.tenant_id", "meeting_meeting.id"],
            name=op.f("fk_meeting_material_tenant_id_meeting_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.id"], name=op.f("fk_meeting_material_tenant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_meeting_material")),
        sa.UniqueConstraint("tenant_id", "code", name=op.f("uq_meeting_material_tenant_id_code")),
    )
    with op.batch_alter_table("meeting_material", schema=None) as batch_op:
        batch_op.create_index(
            "ix_meeting_material_meeting", ["tenant_id", "meeting_id", "item_id"], unique=False
        )

    op.create_table(
        "meeting_scan",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("guest_id", sa.Uuid(), nullable=True),
        sa.Column("text", sa.String(length=120), nullable=False),
        sa.Column("door", sa.String(length=40), nullable=False),
        sa.Column("scanned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.String(length=8), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("scanned_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "guest_id"],
            ["meeting_guest.tenant_id", "meeting_guest.id"],
            name=op.f("fk_meeting_scan_tenant_id_guest_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "meeting_id"],
            ["meeting_meeting.tenant_id", "meeting_meeting.id"],
            name=op.f("fk_meeting_scan_tenant_id_meeting_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.id"], name=op.f("fk_meeting_scan_tenant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_meeting_scan")),
    )
    with op.batch_alter_table("meeting_scan", schema=None) as batch_op:
        batch_op.create_index("ix_meeting_scan_guest", ["tenant_id", "guest_id", "scanned_at"], unique=False)
        batch_op.create_index(
            "ix_meeting_scan_meeting", ["tenant_id", "meeting_id", "received_at"], unique=False
        )

    op.create_table(
        "meeting_voter",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("poll_id", sa.Uuid(), nullable=False),
        sa.Column("guest_id", sa.Uuid(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("zone", sa.String(length=60), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("nonce", sa.String(length=64), nullable=True),
        sa.Column("share_link_id", sa.Uuid(), nullable=True),
        sa.Column("voted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "guest_id"],
            ["meeting_guest.tenant_id", "meeting_guest.id"],
            name=op.f("fk_meeting_voter_tenant_id_guest_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "person_id"],
            ["person.tenant_id", "person.id"],
            name=op.f("fk_meeting_voter_tenant_id_person_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "poll_id"],
            ["meeting_date_poll.tenant_id", "meeting_date_poll.id"],
            name=op.f("fk_meeting_voter_tenant_id_poll_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.id"], name=op.f("fk_meeting_voter_tenant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_meeting_voter")),
        sa.UniqueConstraint(
            "tenant_id", "poll_id", "nonce", name=op.f("uq_meeting_voter_tenant_id_poll_id_nonce")
        ),
    )
    with op.batch_alter_table("meeting_voter", schema=None) as batch_op:
        batch_op.create_index("ix_meeting_voter_guest", ["tenant_id", "guest_id"], unique=False)
        batch_op.create_index("ix_meeting_voter_poll", ["tenant_id", "poll_id"], unique=False)

    op.create_table(
        "meeting_date_vote",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("voter_id", sa.Uuid(), nullable=False),
        sa.Column("option_id", sa.Uuid(), nullable=False),
        sa.Column("answer", sa.String(length=5), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "option_id"],
            ["meeting_date_option.tenant_id", "meeting_date_option.id"],
            name=op.f("fk_meeting_date_vote_tenant_id_option_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "voter_id"],
            ["meeting_voter.tenant_id", "meeting_voter.id"],
            name=op.f("fk_meeting_date_vote_tenant_id_voter_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.id"], name=op.f("fk_meeting_date_vote_tenant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_meeting_date_vote")),
        sa.UniqueConstraint(
            "tenant_id",
            "voter_id",
            "option_id",
            name=op.f("uq_meeting_date_vote_tenant_id_voter_id_option_id"),
        ),
    )
    with op.batch_alter_table("meeting_date_vote", schema=None) as batch_op:
        batch_op.create_index("ix_meeting_date_vote_option", ["tenant_id", "option_id"], unique=False)

    op.create_table(
        "meeting_floor_vote",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("question_id", sa.Uuid(), nullable=False),
        sa.Column("phone", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "question_id"],
            ["meeting_floor_question.tenant_id", "meeting_floor_question.id"],
            name=op.f("fk_meeting_floor_vote_tenant_id_question_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.id"], name=op.f("fk_meeting_floor_vote_tenant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_meeting_floor_vote")),
        sa.UniqueConstraint(
            "tenant_id",
            "question_id",
            "phone",
            name=op.f("uq_meeting_floor_vote_tenant_id_question_id_phone"),
        ),
    )


def downgrade() -> None:
    op.drop_table("meeting_floor_vote")
    with op.batch_alter_table("meeting_date_vote", schema=None) as batch_op:
        batch_op.drop_index("ix_meeting_date_vote_option")

    op.drop_table("meeting_date_vote")
    with op.batch_alter_table("meeting_voter", schema=None) as batch_op:
        batch_op.drop_index("ix_meeting_voter_poll")
        batch_op.drop_index("ix_meeting_voter_guest")

    op.drop_table("meeting_voter")
    with op.batch_alter_table("meeting_scan", schema=None) as batch_op:
        batch_op.drop_index("ix_meeting_scan_meeting")
        batch_op.drop_index("ix_meeting_scan_guest")

    op.drop_table("meeting_scan")
    with op.batch_alter_table("meeting_material", schema=None) as batch_op:
        batch_op.drop_index("ix_meeting_material_meeting")

    op.drop_table("meeting_material")
    op.drop_table("meeting_live_answer")
    with op.batch_alter_table("meeting_item_speaker", schema=None) as batch_op:
        batch_op.drop_index("ix_meeting_item_speaker_speaker")

    op.drop_table("meeting_item_speaker")
    with op.batch_alter_table("meeting_floor_question", schema=None) as batch_op:
        batch_op.drop_index("ix_meeting_floor_question_meeting")

    op.drop_table("meeting_floor_question")
    with op.batch_alter_table("meeting_decision", schema=None) as batch_op:
        batch_op.drop_index("ix_meeting_decision_meeting")

    op.drop_table("meeting_decision")
    with op.batch_alter_table("meeting_date_option", schema=None) as batch_op:
        batch_op.drop_index("ix_meeting_date_option_poll")

    op.drop_table("meeting_date_option")
    with op.batch_alter_table("meeting_action", schema=None) as batch_op:
        batch_op.drop_index("ix_meeting_action_series")
        batch_op.drop_index("ix_meeting_action_meeting")
        batch_op.drop_index("ix_meeting_action_due")

    op.drop_table("meeting_action")
    with op.batch_alter_table("meeting_speaker", schema=None) as batch_op:
        batch_op.drop_index("ix_meeting_speaker_meeting")

    op.drop_table("meeting_speaker")
    op.drop_table("meeting_minutes")
    with op.batch_alter_table("meeting_live_poll", schema=None) as batch_op:
        batch_op.drop_index("ix_meeting_live_poll_meeting")

    op.drop_table("meeting_live_poll")
    with op.batch_alter_table("meeting_guest", schema=None) as batch_op:
        batch_op.drop_index("ix_meeting_guest_person")
        batch_op.drop_index("ix_meeting_guest_meeting")

    op.drop_table("meeting_guest")
    op.drop_table("meeting_date_poll")
    with op.batch_alter_table("meeting_agenda_item", schema=None) as batch_op:
        batch_op.drop_index("ix_meeting_agenda_item_meeting")

    op.drop_table("meeting_agenda_item")
    with op.batch_alter_table("meeting_meeting", schema=None) as batch_op:
        batch_op.drop_index("ix_meeting_meeting_starts")
        batch_op.drop_index("ix_meeting_meeting_series")

    op.drop_table("meeting_meeting")
    op.drop_table("meeting_series")
