"""Counting what was checked lately, and finding crisis lines, without reading every listing."""

from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

LAST = ("checked_at", "crisis")


def upgrade() -> None:
    for column in LAST:
        op.create_index(
            f"ix_listings_public_{column}", "listings", ["visibility", "fictional", column]
        )


def downgrade() -> None:
    for column in LAST:
        op.drop_index(f"ix_listings_public_{column}", table_name="listings")
