"""Who follows the change feed, and how far each has come."""

from datetime import datetime

from sqlalchemy import Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from directory.extensions import Base, Instant


class SearchFollower(Base):
    """One index, by the name of its host and folder. Changes that every live follower has passed
    need not be kept."""

    __tablename__ = "search_followers"

    name: Mapped[str] = mapped_column(String(200), primary_key=True)
    applied: Mapped[int] = mapped_column(Integer)  # the last change it holds
    seen_at: Mapped[datetime] = mapped_column(Instant)
