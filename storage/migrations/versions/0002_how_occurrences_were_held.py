"""Remember how occurrences were held, so that a summary of an earlier moment can be computed again.

Existing rows need nothing: without history an occurrence has always been as it is.
"""

import sqlalchemy as sa
from alembic import op

from storage.tables.base import UtcDateTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "occurrence_history",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("occurrence_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("until_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_occurrence_history_agency_id")),
        sa.ForeignKeyConstraint(
            ["occurrence_id"], ["occurrences.id"], name=op.f("fk_occurrence_history_occurrence_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_occurrence_history")),
    )
    op.create_index("ix_occurrence_history_until", "occurrence_history", ["until_at"], unique=False)
