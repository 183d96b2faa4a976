"""Saved choices of partners for the frame on their sites, and counts of their use."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "widget_presets",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("options", sa.Text(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("nonce", sa.String(length=60), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("confirmed_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_widget_presets")),
        sa.UniqueConstraint("nonce", name=op.f("uq_widget_presets_nonce")),
    )
    op.create_table(
        "widget_uses",
        sa.Column("preset_id", sa.String(length=20), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("what", sa.String(length=10), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["preset_id"],
            ["widget_presets.id"],
            name=op.f("fk_widget_uses_preset_id_widget_presets"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("preset_id", "day", "what", name=op.f("pk_widget_uses")),
    )


def downgrade() -> None:
    op.drop_table("widget_uses")
    op.drop_table("widget_presets")
