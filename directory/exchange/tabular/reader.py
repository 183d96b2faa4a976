"""HSDS tabular packages in: a zip or a folder of CSV files, HSDS 3.x, 1.1 or the Ohana family.

The files form one whole, so the first thing wrong with a key or a required value stops it all:
no record comes, only the report of every wrong line. With `partial`, wrong rows are left out and
the rest comes.
"""

import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from directory.exchange.archive import open_package
from directory.exchange.identity import namespace
from directory.exchange.inside import without_stand_ins
from directory.exchange.row import Finding, Row, Unreadable, Weight, refused
from directory.exchange.tabular.loading import Loading
from directory.exchange.tabular.store import Store, open_store
from directory.exchange.tabular.tables import tables
from directory.listings import codec
from directory.listings.classification import terms_from_attributes
from directory.listings.messages import N_
from directory.listings.record import Source
from directory.listings.serializers.inside import inside

# What the library says of a damaged zip, and of text that its damage made.
DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)


def read(
    path: Path,
    source: Source,
    *,
    encoding: str | None = None,
    delimiter: str | None = None,
    partial: bool = False,
) -> Iterator[Row]:
    """Rows of a package: what is wrong first, then the records. Raises Unreadable."""
    with open_package(path) as package, open_store() as store:
        loading = Loading(store, package, namespace(source.name), encoding, delimiter)
        try:
            yield from loading.load()
        except DAMAGED as error:
            raise Unreadable(N_("This is not a zip file, or it is damaged.")) from error
        yield from loading.check()
        if loading.wrong and not partial:
            return
        store.drop_broken()
        yield from _records(store, source, loading.held)


def _records(
    store: Store, source: Source, held: Mapping[tuple[str, int], list[Finding]]
) -> Iterator[Row]:
    spec = tables()["service"]
    for found in store.rows(spec):
        row = Row(file=found["from_file"], line=found["from_line"])
        record, misfits = store.record(found)
        row.findings += [refused(misfit.path, misfit.sentence) for misfit in misfits]
        inside(record.service)
        without_stand_ins(record.service)
        record.terms, record.service.attributes = terms_from_attributes(record.service.attributes)
        if not record.source.name:
            record.source = Source(**{**codec.plain(source), "id": record.id})
        reasons = [*held.get((row.file, row.line), []), *_held_above(store, found, held)]
        row.findings += dict.fromkeys(f for f in reasons if f.weight is Weight.HOLD)
        row.record = None if misfits else record
        yield row
    yield from _alone(store)


def _held_above(
    store: Store, found: Any, held: Mapping[tuple[str, int], list[Finding]]
) -> list[Finding]:
    """A service of an organization that waits for a person waits too."""
    organization = store.find(tables()["organization"], found["organization_id"])
    if organization is None:
        return []
    return held.get((organization["from_file"], organization["from_line"]), [])


def _alone(store: Store) -> Iterator[Row]:
    """Organizations that offer nothing yet, and places where nothing is offered."""
    for name, nobody in (
        ("organization", "id NOT IN (SELECT organization_id FROM service)"),
        (
            "location",
            "organization_id IS NULL AND id NOT IN (SELECT location_id FROM service_at_location)",
        ),
    ):
        spec = tables()[name]
        for found in store.sql.execute(f'SELECT * FROM "{name}" WHERE {nobody} ORDER BY at'):
            yield Row(
                file=found["from_file"],
                line=found["from_line"],
                alone=store.build(found, spec),
            )
