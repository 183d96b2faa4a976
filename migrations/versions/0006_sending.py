"""What people send: drafts as typed, private links, questions and answers, reports, claims,
counters; and doubts about listings."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "claims",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("listing_id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("proof", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("nonce", sa.String(length=40), nullable=False),
        sa.Column("suspect", sa.Boolean(), nullable=False),
        sa.Column("verified_at", sa.BigInteger(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claims")),
        sa.UniqueConstraint("nonce", name=op.f("uq_claims_nonce")),
    )
    op.create_index(op.f("ix_claims_listing_id"), "claims", ["listing_id"])

    op.create_table(
        "counts",
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("starts_at", sa.BigInteger(), nullable=False),
        sa.Column("ends_at", sa.BigInteger(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key", "starts_at", name=op.f("pk_counts")),
    )
    op.create_index(op.f("ix_counts_ends_at"), "counts", ["ends_at"])

    op.create_table(
        "daily_salts",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("salt", sa.String(length=44), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_daily_salts")),
    )
    op.create_table(
        "reports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("listing_id", sa.String(length=36), nullable=False),
        sa.Column("what", sa.String(length=12), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("network", sa.String(length=64), nullable=True),
        sa.Column("nonce", sa.String(length=40), nullable=False),
        sa.Column("suspect", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("settled_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reports")),
        sa.UniqueConstraint("nonce", name=op.f("uq_reports_nonce")),
    )
    op.create_index(op.f("ix_reports_listing_id"), "reports", ["listing_id"])

    op.create_table(
        "tokens",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("purpose", sa.String(length=20), nullable=False),
        sa.Column("object_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("salt", sa.String(length=44), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("used_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tokens")),
        sa.UniqueConstraint("digest", name=op.f("uq_tokens_digest")),
    )
    op.create_index(op.f("ix_tokens_object_id"), "tokens", ["object_id"])

    op.create_table(
        "submission_notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.String(length=36), nullable=False),
        sa.Column("written_by", sa.String(length=10), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["submission_id"],
            ["submissions.id"],
            name=op.f("fk_submission_notes_submission_id_submissions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission_notes")),
    )
    op.create_index(
        op.f("ix_submission_notes_submission_id"), "submission_notes", ["submission_id"]
    )

    op.create_table(
        "doubts",
        sa.Column("listing_id", sa.String(length=36), nullable=False),
        sa.Column("about", sa.JSON(), nullable=False),
        sa.Column("blank", sa.Boolean(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listings.id"], name=op.f("fk_doubts_listing_id_listings")
        ),
        sa.PrimaryKeyConstraint("listing_id", name=op.f("pk_doubts")),
    )
    with op.batch_alter_table("submissions", schema=None) as batch_op:
        batch_op.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
        batch_op.add_column(sa.Column("answers", sa.JSON(), nullable=False, server_default="{}"))
        batch_op.add_column(sa.Column("nonce", sa.String(length=40), nullable=True))
        batch_op.add_column(
            sa.Column("language", sa.String(length=12), nullable=False, server_default="en")
        )
        batch_op.add_column(sa.Column("sender_name", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(
            sa.Column("sender_email", sa.String(length=254), nullable=False, server_default="")
        )
        batch_op.add_column(sa.Column("sender_role", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(
            sa.Column("agreed_licence", sa.String(length=60), nullable=False, server_default="")
        )
        batch_op.add_column(sa.Column("agreed_at", sa.BigInteger(), nullable=True))
        batch_op.create_unique_constraint(batch_op.f("uq_submissions_nonce"), ["nonce"])


def downgrade() -> None:
    with op.batch_alter_table("submissions", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_submissions_nonce"), type_="unique")
        batch_op.drop_column("agreed_at")
        batch_op.drop_column("agreed_licence")
        batch_op.drop_column("sender_role")
        batch_op.drop_column("sender_email")
        batch_op.drop_column("sender_name")
        batch_op.drop_column("language")
        batch_op.drop_column("nonce")
        batch_op.drop_column("answers")
        batch_op.drop_column("version")

    op.drop_table("doubts")

    op.drop_table("submission_notes")

    op.drop_table("tokens")

    op.drop_table("reports")
    op.drop_table("daily_salts")

    op.drop_table("counts")

    op.drop_table("claims")
