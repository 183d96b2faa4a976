"""An index that holds the names of services: looking for like names reads it, not whole rows."""

from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_services_name_id", "services", ["name", "id"])


def downgrade() -> None:
    op.drop_index("ix_services_name_id", table_name="services")
