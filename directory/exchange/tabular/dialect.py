"""How one generation of tabular files differs from HSDS 3.x, file by file.

A dialect renames columns, fills in what the older form left unsaid, and makes further rows of
lists that stood inside cells. What it yields are still texts; the reader converts and checks.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from directory.exchange.row import Finding
from directory.exchange.tabular.store import Store
from directory.exchange.tabular.tables import tables

Texts = dict[str, str]
# Changes the cells of one row in place and says what was odd.
Fix = Callable[[Texts], Iterable[Finding]]
# Makes further rows of one row: (table, cells).
More = Callable[[Texts], Iterable[tuple[str, Texts]]]


@dataclass(frozen=True, kw_only=True, slots=True)
class FileRule:
    """`table` is the table its rows go to, None where all goes into `more`.

    `adds_to` names a text column of `service` that collects this file's texts instead:
    (column, the file's column, words before them).
    """

    table: str | None
    rename: Mapping[str, str] = field(default_factory=dict)
    required: tuple[str, ...] = ()  # by the file's own column names
    not_required: tuple[str, ...] = ()  # by the table's column names
    one_parent_of: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()  # known columns that have no place here
    # Letters before identifiers, where two files with ids of their own go into one table.
    ids: str = ""
    fix: Fix | None = None
    more: More | None = None
    adds_to: tuple[str, str, str] | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Dialect:
    name: str
    files: Mapping[str, FileRule]
    finish: Callable[[Store], None] | None = None
    # Every parent of a term stands in the package. HSDS itself lets them dangle.
    terms_are_whole: bool = False


HSDS_3 = Dialect(
    name="HSDS 3.x",
    files={spec.file: FileRule(table=name) for name, spec in tables().items()},
)
