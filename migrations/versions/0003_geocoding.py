"""Whose turn it is at an outside geocoder, and what it answered."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "geocode_turns",
        sa.Column("geocoder", sa.String(length=60), nullable=False),
        sa.Column("next_at", sa.BigInteger(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("geocoder", name=op.f("pk_geocode_turns")),
    )
    op.create_table(
        "geocode_answers",
        sa.Column("geocoder", sa.String(length=60), nullable=False),
        sa.Column("words", sa.String(length=300), nullable=False),
        sa.Column("latitude", sa.Float(), nullable=True),
        sa.Column("longitude", sa.Float(), nullable=True),
        sa.Column("answered_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("geocoder", "words", name=op.f("pk_geocode_answers")),
    )


def downgrade() -> None:
    op.drop_table("geocode_answers")
    op.drop_table("geocode_turns")
