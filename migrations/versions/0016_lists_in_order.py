"""An index that holds the lists of the open data in their order."""

from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

COLUMNS = ["visibility", "fictional", "changed_at", "id"]


def upgrade() -> None:
    op.create_index("ix_listings_public_in_order", "listings", COLUMNS)


def downgrade() -> None:
    op.drop_index("ix_listings_public_in_order", table_name="listings")
