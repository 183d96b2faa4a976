"""Settings chosen on a page, and the numbers that tell processes that something changed."""

from datetime import datetime

from sqlalchemy import Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from directory.extensions import Base, Instant


class Edition(Base):
    """How often something was changed that every process keeps in memory."""

    __tablename__ = "editions"

    name: Mapped[str] = mapped_column(String(20), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, default=0)


class SiteSetting(Base):
    """One setting as the environment would say it. Without a row the environment's own holds."""

    __tablename__ = "site_settings"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[str] = mapped_column(Text)
    changed_at: Mapped[datetime] = mapped_column(Instant)
