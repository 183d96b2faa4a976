"""What deciding on claims needs, frozen memberships, trusted organizations, appeals."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("claims", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("code_tries", sa.Integer(), nullable=False, server_default="0")
        )
        batch_op.add_column(sa.Column("phone_at", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("decided_at", sa.BigInteger(), nullable=True))
        batch_op.add_column(
            sa.Column("how", sa.String(length=20), nullable=False, server_default="")
        )
        batch_op.add_column(sa.Column("reason", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("memberships", schema=None) as batch_op:
        batch_op.add_column(sa.Column("frozen_at", sa.BigInteger(), nullable=True))
        batch_op.add_column(
            sa.Column("frozen_why", sa.String(length=20), nullable=False, server_default="")
        )
    with op.batch_alter_table("submissions", schema=None) as batch_op:
        batch_op.add_column(sa.Column("appealed_at", sa.BigInteger(), nullable=True))
    op.create_table(
        "trusted_organizations",
        sa.Column("organization_id", sa.String(length=36), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("trusted_by", sa.String(length=254), nullable=False),
        sa.PrimaryKeyConstraint("organization_id", name=op.f("pk_trusted_organizations")),
    )


def downgrade() -> None:
    op.drop_table("trusted_organizations")
    with op.batch_alter_table("submissions", schema=None) as batch_op:
        batch_op.drop_column("appealed_at")
    with op.batch_alter_table("memberships", schema=None) as batch_op:
        batch_op.drop_column("frozen_why")
        batch_op.drop_column("frozen_at")
    with op.batch_alter_table("claims", schema=None) as batch_op:
        batch_op.drop_column("reason")
        batch_op.drop_column("how")
        batch_op.drop_column("decided_at")
        batch_op.drop_column("phone_at")
        batch_op.drop_column("code_tries")
