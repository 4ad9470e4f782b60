"""Know which successions were carried out, and how a task was worded when it was imported last.

Successions of before were carried out at once. Tasks of before have no imported wording: their present one stands in.
"""

import sqlalchemy as sa
from alembic import op

from storage.tables.base import UtcDateTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("agency_successions", sa.Column("applied_at", UtcDateTime(), nullable=True))
    op.execute("UPDATE agency_successions SET applied_at = recorded_at")
    op.add_column("tasks", sa.Column("imported", sa.JSON(), nullable=True))
