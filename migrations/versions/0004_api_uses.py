"""How many requests the open data had from each network in a minute."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "api_uses",
        sa.Column("network", sa.String(length=32), nullable=False),
        sa.Column("minute", sa.Integer(), nullable=False),
        sa.Column("requests", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("network", "minute", name=op.f("pk_api_uses")),
    )


def downgrade() -> None:
    op.drop_table("api_uses")
