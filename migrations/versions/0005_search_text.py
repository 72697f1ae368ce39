"""Write what a search reads into a plain column: SQLite answers from an index alone only with such."""

import sqlalchemy as sa
from alembic import op
from app.lib.folding import folded

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

COMPUTED = "' ' || substr(folded_name, 1, 120) || ' | ' || lower(substr(position_name, 1, 120))"
NOW = (
    "event_id", "office_id", "state", "name_confirmed_at", "position_id", "search_text", "folded_name",
    "role", "manner", "seat_id", "substitutes_id",
)  # fmt: skip
BEFORE = (
    "event_id", "office_id", "state", "name_confirmed_at", "role", "position_id", "manner", "seat_id",
    "substitutes_id", "search_text",
)  # fmt: skip


def upgrade() -> None:
    """Change the table forward, in its place: a copied table would forget which ids it has given."""
    op.drop_index("ix_participant_list", "participant")
    op.drop_column("participant", "search_text")
    op.add_column("participant", sa.Column("search_text", sa.String(), nullable=False, server_default=""))
    _write_search_texts()
    op.create_index("ix_participant_list", "participant", list(NOW))


def downgrade() -> None:
    """Change it back."""
    op.drop_index("ix_participant_list", "participant")
    op.drop_column("participant", "search_text")
    with op.batch_alter_table("participant", table_kwargs={"sqlite_autoincrement": True}) as table:
        computed = sa.Computed(COMPUTED, persisted=True)
        table.add_column(sa.Column("search_text", sa.String(), computed, nullable=False))
        table.create_index("ix_participant_list", list(BEFORE))


def _write_search_texts() -> None:
    """Write name and post of everybody, folded as the program folds them, by then as now."""
    connection = op.get_bind()
    people = connection.execute(sa.text("SELECT id, folded_name, position_name FROM participant")).all()
    written = [
        {"id": number, "search": f" {name[:120]} | {folded(post)[:120]}"} for number, name, post in people
    ]
    if written:
        connection.execute(sa.text("UPDATE participant SET search_text = :search WHERE id = :id"), written)
