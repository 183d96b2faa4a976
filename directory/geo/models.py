"""What the whole installation shares about an outside geocoder: whose turn it is, and every answer
it ever gave."""

from datetime import datetime

from sqlalchemy import Float, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from directory.extensions import Base, Instant


class GeocodeTurn(Base):
    """One row for each geocoder: no process may ask before `next_at`."""

    __tablename__ = "geocode_turns"

    geocoder: Mapped[str] = mapped_column(String(60), primary_key=True)
    next_at: Mapped[datetime] = mapped_column(Instant)
    failures: Mapped[int] = mapped_column(Integer, default=0)  # since the last answer


class GeocodeAnswer(Base):
    """Kept for good. Without a point: the geocoder did not know the address."""

    __tablename__ = "geocode_answers"

    geocoder: Mapped[str] = mapped_column(String(60), primary_key=True)
    words: Mapped[str] = mapped_column(String(300), primary_key=True)
    latitude: Mapped[float | None] = mapped_column(Float)
    longitude: Mapped[float | None] = mapped_column(Float)
    answered_at: Mapped[datetime] = mapped_column(Instant)
