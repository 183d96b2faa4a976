"""Wishes to be taken off, what links answer, and searches that found nothing."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "takedowns",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("listing_id", sa.String(length=36), nullable=False),
        sa.Column("who", sa.String(length=12), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("code", sa.String(length=10), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("nonce", sa.String(length=40), nullable=False),
        sa.Column("suspect", sa.Boolean(), nullable=False),
        sa.Column("verified_at", sa.BigInteger(), nullable=True),
        sa.Column("hidden_at", sa.BigInteger(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("decided_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_takedowns")),
        sa.UniqueConstraint("nonce", name=op.f("uq_takedowns_nonce")),
    )
    with op.batch_alter_table("takedowns", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_takedowns_listing_id"), ["listing_id"], unique=False)
        batch_op.create_index("ix_takedowns_state_at", ["state", "at"], unique=False)

    op.create_table(
        "link_checks",
        sa.Column("listing_id", sa.String(length=36), nullable=False),
        sa.Column("url", sa.String(length=500), nullable=False),
        sa.Column("checked_at", sa.BigInteger(), nullable=False),
        sa.Column("said", sa.String(length=20), nullable=False),
        sa.Column("failing_since", sa.BigInteger(), nullable=True),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("listing_id", "url", name=op.f("pk_link_checks")),
    )
    with op.batch_alter_table("link_checks", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_link_checks_checked_at"), ["checked_at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_link_checks_failing_since"), ["failing_since"], unique=False
        )

    op.create_table(
        "empty_searches",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("what", sa.String(length=80), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", "what", name=op.f("pk_empty_searches")),
    )


def downgrade() -> None:
    for table in ("empty_searches", "link_checks", "takedowns"):
        op.drop_table(table)
