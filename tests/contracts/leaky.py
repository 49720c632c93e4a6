"""A plugin of others that starts, and breaks what only contracts find."""

PLUGIN = '''\
"""The leaky tool."""

from hutong import Manifest, MenuEntry, hookimpl
from hutong_leaky import console, public, starter
from hutong_leaky.queries import notes


@hookimpl
def manifest():
    words = {"zh": "漏", "en": "Leaky"}
    return Manifest(
        name="leaky",
        title=words,
        summary={"zh": "漏", "en": "Leaky"},
        icon="star",
        api="1.0",
        console_endpoint="leaky_console.index",
        permissions={"leaky.see": {"zh": "看", "en": "See"}},
    )


@hookimpl
def blueprints():
    return [public.blueprint, console.blueprint]


@hookimpl
def menu(tenant, language):
    return [MenuEntry(again.text, "/") for note in notes() for again in notes() if again.id == note.id]


@hookimpl
def share_targets(tenant, object_id=None):
    raise RuntimeError


@hookimpl
def starter_apply(tenant, starter):
    starter_of(starter)


@hookimpl
def starter_export(tenant):
    return {"notes": [note.text for note in notes()]}


starter_of = starter.apply
'''
MODELS = '''\
"""Tables."""

from uuid import UUID

from hutong import Base, TenantOwned
from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column


class Note(TenantOwned, Base):
    """A note that is about somebody and does not say so."""

    __tablename__ = "leaky_note"
    text: Mapped[str] = mapped_column(String(20))
    person_id: Mapped[UUID | None] = mapped_column()
    friend_id: Mapped[UUID | None] = mapped_column()
'''
QUERIES = '''\
"""Reads; one by one."""

from hutong import db
from hutong_leaky.models import Note
from sqlalchemy import select


def notes():
    ids = db.session.scalars(select(Note.id)).all()
    return [db.session.scalar(select(Note).where(Note.id == note_id)) for note_id in ids]
'''
PUBLIC = '''\
"""Strangers learn whether a note exists anywhere."""

from flask import request
from hutong import PublicBlueprint, db, policy
from hutong_leaky.models import Note

blueprint = PublicBlueprint("leaky", __name__)


@blueprint.get("/<uuid:note_id>")
@policy("anyone")
def show(note_id):
    return f"<p>{note_id}</p>"


@blueprint.get("/")
@policy("anyone")
def index():
    return \'<form method="post"><input name="text"></form>\'


@blueprint.post("/")
@policy("anyone")
def write():
    db.session.add(Note(text=str(int(request.form.get("text", "none")))))
    db.session.commit()
    return "<p></p>"
'''
CONSOLE = '''\
"""A page that looks at the role itself, and writes when it is looked at."""

from flask import abort
from hutong import ConsoleBlueprint, db, permitted, policy
from hutong_leaky.models import Note

blueprint = ConsoleBlueprint("leaky", __name__)


@blueprint.get("/")
@policy("staff", permission="leaky.see")
def index():
    db.session.add(Note(text="seen"))
    db.session.commit()
    return ""


@blueprint.get("/closed")
@policy("staff")
def closed():
    abort(403)
'''
STARTER = '''\
"""Content that comes again each time."""

from hutong import db
from hutong_leaky.models import Note


def apply(starter):
    db.session.add_all(Note(text=text) for text in starter.content["notes"])
    db.session.flush()
'''
REVISION = '''\
"""The table, without a column that came later."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade():
    op.create_table(
        "leaky_note",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.String(20), nullable=False),
        sa.Column("person_id", sa.Uuid()),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("tenant_id", "id"),
    )


def downgrade():
    op.drop_table("leaky_note")
'''
TESTING = '''\
"""Samples."""

from hutong import db
from hutong_leaky.models import Note


def sample_arguments():
    note = Note(text="sample")
    db.session.add(note)
    db.session.flush()
    return {"note_id": note.id}
'''
FILES = {
    "__init__.py": "",
    "plugin.py": PLUGIN,
    "models.py": MODELS,
    "queries.py": QUERIES,
    "public.py": PUBLIC,
    "console.py": CONSOLE,
    "starter.py": STARTER,
    "testing.py": TESTING,
    "migrations/versions/0001_note.py": REVISION,
    "tests/test_contracts.py": (
        'from hutong.testing import contracts_of\n\nTestContracts = contracts_of("leaky")\n'
    ),
}
BROKEN_PROMISES = {
    "test_each_route_opens_to_those_its_policy_names_and_looking_changes_nothing",
    "test_a_withheld_permission_closes_its_routes_to_staff_and_no_others",
    "test_nothing_of_another_tenant_is_seen",
    "test_no_form_breaks_whatever_is_sent",
    "test_no_route_breaks_on_a_bad_body",
    "test_each_text_about_a_person_is_registered_or_declared_harmless",
    "test_each_id_is_a_persons_or_not_and_says_so",
    "test_what_is_shared_belongs_to_the_tenant",
    "test_off_and_on_again_keeps_everything",
    "test_hooks_answer_without_a_fault",
    "test_hooks_of_every_page_ask_as_much_for_three_objects_as_for_one",
    "test_starter_content_applied_twice_is_the_same_and_exports_as_it_was",
    "test_its_files_have_no_fault",
    "test_revisions_build_the_models_and_keep_rows_on_the_way_down_and_up",
}
"""By name of the contract."""
