"""Submissions as rows."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Boolean, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from directory.extensions import Base, Instant
from directory.submissions.states import DRAFT

NEW, CHANGE, REPORT = "new", "change", "report"


class Submission(Base):
    __tablename__ = "submissions"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    kind: Mapped[str] = mapped_column(String(10), default=NEW)
    state: Mapped[str] = mapped_column(String(12), default=DRAFT)
    # The listing it is about: the record's own id, whether published yet or not.
    listing_id: Mapped[str] = mapped_column(String(36), index=True)
    base_revision: Mapped[int | None] = mapped_column(Integer)  # what the sender saw
    record: Mapped[str] = mapped_column(Text)  # JSON, the stored form of listings.codec
    problems: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    suspect: Mapped[bool] = mapped_column(Boolean, default=False)
    approvals: Mapped[int] = mapped_column(Integer, default=0)
    hold_until: Mapped[datetime | None] = mapped_column(Instant)
    import_id: Mapped[int | None] = mapped_column(ForeignKey("imports.id"), index=True)
    received_at: Mapped[datetime] = mapped_column(Instant)
    moved_at: Mapped[datetime] = mapped_column(Instant)

    __table_args__ = (Index("ix_submissions_state_received_at", "state", "received_at"),)
