"""Who follows the change feed and how far each has come; synonyms of our own."""

from datetime import date, datetime

from sqlalchemy import JSON, Date, Float, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from directory.extensions import Base, Instant


class SearchFollower(Base):
    """One index, by the name of its host and folder. Changes that every live follower has passed
    need not be kept."""

    __tablename__ = "search_followers"

    name: Mapped[str] = mapped_column(String(200), primary_key=True)
    applied: Mapped[int] = mapped_column(Integer)  # the last change it holds
    seen_at: Mapped[datetime] = mapped_column(Instant)


class OwnSynonyms(Base):
    """A group of synonyms that was added here, or reads here otherwise than in the seed. Without
    words: the seed's group of this key does not count."""

    __tablename__ = "own_synonyms"

    key: Mapped[str] = mapped_column(String(24), primary_key=True)
    language: Mapped[str] = mapped_column(String(12))
    words: Mapped[list[str]] = mapped_column(JSON, default=list)
    also: Mapped[list[str]] = mapped_column(JSON, default=list)
    weight: Mapped[float] = mapped_column(Float)
    changed_at: Mapped[datetime] = mapped_column(Instant)


class EmptySearch(Base):
    """How many searches of one day found nothing, by what they were about."""

    __tablename__ = "empty_searches"

    day: Mapped[date] = mapped_column(Date, primary_key=True)
    what: Mapped[str] = mapped_column(String(80), primary_key=True)  # topic:grief, place:US-MN
    times: Mapped[int] = mapped_column(Integer, default=0)
