"""Listings whose places should be looked up on the map."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "points_wanted",
        sa.Column("listing_id", sa.String(length=36), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listings.id"], name=op.f("fk_points_wanted_listing_id_listings")
        ),
        sa.PrimaryKeyConstraint("listing_id", name=op.f("pk_points_wanted")),
    )
    with op.batch_alter_table("points_wanted", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_points_wanted_since"), ["since"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("points_wanted", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_points_wanted_since"))

    op.drop_table("points_wanted")
