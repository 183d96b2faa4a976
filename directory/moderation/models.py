"""Decisions as rows: one moderator's move on one submission, with its reason. Never changed."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from directory.extensions import Base, Instant


class Decision(Base):
    __tablename__ = "decisions"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    submission_id: Mapped[str] = mapped_column(ForeignKey("submissions.id"), index=True)
    move: Mapped[str] = mapped_column(String(12))
    reason: Mapped[str] = mapped_column(Text)
    role: Mapped[str] = mapped_column(String(20))
    actor: Mapped[str] = mapped_column(String(120))  # who, for the log; never public
    at: Mapped[datetime] = mapped_column(Instant)
    # What undoing needs: the listing's revision before, and the record that was sent.
    details: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)


class Assignment(Base):
    """Who looks at a submission, so that two do not do the same work."""

    __tablename__ = "assignments"

    submission_id: Mapped[str] = mapped_column(ForeignKey("submissions.id"), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    at: Mapped[datetime] = mapped_column(Instant)


class StaffNote(Base):
    """What moderators write to each other about a submission. No sender sees it."""

    __tablename__ = "staff_notes"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    submission_id: Mapped[str] = mapped_column(ForeignKey("submissions.id"), index=True)
    author: Mapped[str] = mapped_column(String(120))
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Instant)
