"""When the domains on which access rests were last looked at."""

import sqlalchemy as sa
from alembic import op

from directory.extensions import Instant

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "domain_looks",
        sa.Column("domain", sa.String(255), primary_key=True),
        sa.Column("looked_at", Instant(), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("domain_looks")
