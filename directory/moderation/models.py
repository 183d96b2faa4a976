"""Decisions as rows: one moderator's move on one submission, with its reason. Never changed."""

from datetime import datetime

from sqlalchemy import ForeignKey, Integer, String, Text
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
