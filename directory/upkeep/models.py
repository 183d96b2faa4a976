"""What listings' web addresses answered when they were last asked."""

from datetime import datetime

from sqlalchemy import Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from directory.extensions import Base, Instant


class LinkCheck(Base):
    """One address of one listing. A listing without any has one row with an empty address."""

    __tablename__ = "link_checks"

    listing_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    url: Mapped[str] = mapped_column(String(500), primary_key=True)
    checked_at: Mapped[datetime] = mapped_column(Instant, index=True)
    said: Mapped[str] = mapped_column(String(20))  # ok, a status such as 404, or why no answer
    failing_since: Mapped[datetime | None] = mapped_column(Instant, index=True)
    times: Mapped[int] = mapped_column(Integer, default=0)  # failed, one after the other


class DomainLook(Base):
    """When a domain on which somebody's access rests was last looked at."""

    __tablename__ = "domain_looks"

    domain: Mapped[str] = mapped_column(String(255), primary_key=True)
    looked_at: Mapped[datetime] = mapped_column(Instant)
