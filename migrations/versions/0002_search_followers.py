"""Who follows the change feed, and how far each has come."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "search_followers",
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("applied", sa.Integer(), nullable=False),
        sa.Column("seen_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_search_followers")),
    )


def downgrade() -> None:
    op.drop_table("search_followers")
