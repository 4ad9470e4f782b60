"""Summaries and files that are made beside the service, so that an order survives a restart.

A new table: nothing happens to existing rows.
"""

import sqlalchemy as sa
from alembic import op

from storage.tables.base import UtcDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "summary_orders",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("bot", sa.Text(), nullable=False),
        sa.Column("chat", sa.Text(), nullable=False),
        sa.Column("cause_id", sa.Integer(), nullable=True),
        sa.Column("what", sa.JSON(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("ordered_at", UtcDateTime(), nullable=False),
        sa.Column("taken_until", UtcDateTime(), nullable=True),
        sa.CheckConstraint("state IN ('open', 'done', 'failed')", name=op.f("ck_summary_orders_state")),
        sa.ForeignKeyConstraint(["cause_id"], ["inbox.id"], name=op.f("fk_summary_orders_cause_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_summary_orders_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_summary_orders")),
    )
    op.create_index(
        "ix_summary_orders_open",
        "summary_orders",
        ["id"],
        unique=False,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
