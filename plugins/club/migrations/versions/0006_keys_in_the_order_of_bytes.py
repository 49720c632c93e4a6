"""Keys of events are in the order of their bytes, as on SQLite: those of a visit are a range of them."""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _collate('COLLATE "C"')


def downgrade() -> None:
    _collate('COLLATE "default"')


def _collate(order: str) -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"ALTER TABLE club_transfer ALTER COLUMN key TYPE VARCHAR(120) {order}")
