"""Keep the name of who asked for background work beside the account: what it does stands in that name."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

# Work of these kinds carried the name among its arguments, which its handlers take no more.
CARRIED = {"name", "reference", "by_name"}
KINDS = (
    "attendance.print_list",
    "participants.make_links",
    "participants.register_roster",
    "participants.undo_roster",
    "participants.withdraw_people",
)


def upgrade() -> None:
    """Change the table forward; work that waits goes on."""
    op.add_column("job", sa.Column("requested_by_name", sa.String(), nullable=False, server_default=""))
    job = sa.table(
        "job",
        sa.column("id", sa.Integer()),
        sa.column("kind", sa.String()),
        sa.column("arguments", sa.JSON()),
        sa.column("requested_by_name", sa.String()),
    )
    connection = op.get_bind()
    for number, arguments in connection.execute(
        sa.select(job.c.id, job.c.arguments).where(job.c.kind.in_(KINDS))
    ).all():
        rest = {name: value for name, value in arguments.items() if name not in CARRIED}
        name = str(arguments.get("name") or arguments.get("by_name") or "")
        connection.execute(
            job.update().where(job.c.id == number).values(arguments=rest, requested_by_name=name)
        )


def downgrade() -> None:
    """Change it back; work that waits would miss its name."""
    op.drop_column("job", "requested_by_name")
