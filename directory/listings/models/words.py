"""What moderators changed or added in the words of our classification, over the seed's files."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from directory.extensions import Base, Instant


class OwnTerm(Base):
    """A term as it reads here: another wording of one of the seed's, or one of our own."""

    __tablename__ = "own_terms"

    axis: Mapped[str] = mapped_column(String(20), primary_key=True)
    code: Mapped[str] = mapped_column(String(60), primary_key=True)
    parent: Mapped[str | None] = mapped_column(String(60))  # of the same axis
    # {"en": {"label": …, "description": …, "synonyms": […]}, "es": …}, as in the seed's files
    words: Mapped[dict[str, Any]] = mapped_column(JSON)
    changed_at: Mapped[datetime] = mapped_column(Instant)
