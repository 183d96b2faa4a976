"""Saved choices of partners, and how often each was used on a day. Nothing about visitors."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from directory.extensions import Base, Instant


class WidgetPreset(Base):
    """`options` as `Options.pack` writes them. It works once somebody who reads the mail of
    `email` has confirmed it."""

    __tablename__ = "widget_presets"

    id: Mapped[str] = mapped_column(String(20), primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    options: Mapped[str] = mapped_column(Text)
    email: Mapped[str] = mapped_column(String(254))
    language: Mapped[str] = mapped_column(String(12))
    nonce: Mapped[str] = mapped_column(String(60), unique=True)  # a second click is the same one
    created_at: Mapped[datetime] = mapped_column(Instant)
    confirmed_at: Mapped[datetime | None] = mapped_column(Instant)


class WidgetUse(Base):
    """How often a preset's frame was shown, searched in, or opened a listing, on one day."""

    __tablename__ = "widget_uses"

    preset_id: Mapped[str] = mapped_column(
        ForeignKey("widget_presets.id", ondelete="CASCADE"), primary_key=True
    )
    day: Mapped[date] = mapped_column(Date, primary_key=True)
    what: Mapped[str] = mapped_column(String(10), primary_key=True)
    times: Mapped[int] = mapped_column(Integer)
