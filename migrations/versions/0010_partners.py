"""Keys of partners, what their systems propose, and webhooks."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "partner_keys",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("organization", sa.Text(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("terms", sa.String(length=20), nullable=False),
        sa.Column("nonce", sa.String(length=60), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=True),
        sa.Column("start", sa.String(length=12), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=True),
        sa.Column("old_digest", sa.String(length=64), nullable=True),
        sa.Column("old_until", sa.BigInteger(), nullable=True),
        sa.Column("revoked_at", sa.BigInteger(), nullable=True),
        sa.Column("organization_id", sa.String(length=36), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partner_keys")),
        sa.UniqueConstraint("digest", name=op.f("uq_partner_keys_digest")),
        sa.UniqueConstraint("nonce", name=op.f("uq_partner_keys_nonce")),
        sa.UniqueConstraint("old_digest", name=op.f("uq_partner_keys_old_digest")),
    )
    op.create_index(op.f("ix_partner_keys_email"), "partner_keys", ["email"])
    op.create_table(
        "partner_key_uses",
        sa.Column("key_id", sa.String(length=36), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("requests", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["key_id"], ["partner_keys.id"], name=op.f("fk_partner_key_uses_key_id_partner_keys")
        ),
        sa.PrimaryKeyConstraint("key_id", "day", name=op.f("pk_partner_key_uses")),
    )
    op.create_table(
        "partner_proposals",
        sa.Column("submission_id", sa.String(length=36), nullable=False),
        sa.Column("key_id", sa.String(length=36), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("left_out", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["key_id"], ["partner_keys.id"], name=op.f("fk_partner_proposals_key_id_partner_keys")
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"],
            ["submissions.id"],
            name=op.f("fk_partner_proposals_submission_id_submissions"),
        ),
        sa.PrimaryKeyConstraint("submission_id", name=op.f("pk_partner_proposals")),
    )
    op.create_index(op.f("ix_partner_proposals_key_id"), "partner_proposals", ["key_id"])
    op.create_table(
        "partner_kept_answers",
        sa.Column("key_id", sa.String(length=36), nullable=False),
        sa.Column("idempotency_key", sa.String(length=100), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("location", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["key_id"],
            ["partner_keys.id"],
            name=op.f("fk_partner_kept_answers_key_id_partner_keys"),
        ),
        sa.PrimaryKeyConstraint("key_id", "idempotency_key", name=op.f("pk_partner_kept_answers")),
    )
    op.create_index(op.f("ix_partner_kept_answers_at"), "partner_kept_answers", ["at"])
    op.create_table(
        "partner_webhooks",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("key_id", sa.String(length=36), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("salt", sa.String(length=44), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("told_at", sa.BigInteger(), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("trouble", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["key_id"], ["partner_keys.id"], name=op.f("fk_partner_webhooks_key_id_partner_keys")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partner_webhooks")),
    )
    op.create_index(op.f("ix_partner_webhooks_key_id"), "partner_webhooks", ["key_id"])
    with op.batch_alter_table("submissions") as table:
        table.add_column(
            sa.Column("by_program", sa.Boolean(), nullable=False, server_default=sa.false())
        )


def downgrade() -> None:
    with op.batch_alter_table("submissions") as table:
        table.drop_column("by_program")
    for name in (
        "partner_webhooks",
        "partner_kept_answers",
        "partner_proposals",
        "partner_key_uses",
        "partner_keys",
    ):
        op.drop_table(name)
