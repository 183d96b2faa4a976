"""What people have told us may be wrong with a listing, until somebody has checked."""

from datetime import datetime

from sqlalchemy import JSON, Boolean, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from directory.extensions import Base, Instant
from directory.listings.models.hsds import UUID


class Doubt(Base):
    """One row a doubted listing. It labels and lowers; `blank` also takes the numbers away."""

    __tablename__ = "doubts"

    listing_id: Mapped[str] = mapped_column(UUID, ForeignKey("listings.id"), primary_key=True)
    about: Mapped[list[str]] = mapped_column(JSON, default=list)  # number, closed, unsafe, other
    blank: Mapped[bool] = mapped_column(Boolean, default=False)
    since: Mapped[datetime] = mapped_column(Instant)
