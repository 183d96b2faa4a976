"""How many requests came from where in this minute, shared by all web processes."""

from sqlalchemy import Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from directory.extensions import Base


class ApiUse(Base):
    """`network` is a keyed hash that changes every day: it counts, and tells nobody who it was. Of
    those who show a key it is the key's id.
    Rows of past minutes are deleted."""

    __tablename__ = "api_uses"

    network: Mapped[str] = mapped_column(String(32), primary_key=True)
    minute: Mapped[int] = mapped_column(Integer, primary_key=True)
    requests: Mapped[int] = mapped_column(Integer)
