"""HSDS tabular packages out: a zip with datapackage.json and all 24 tables, empty ones with their
header alone."""

import csv
import io
import json
import zipfile
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from directory.exchange.inside import stand_in
from directory.exchange.tabular.store import Store, open_store
from directory.exchange.tabular.tables import Column, TableSpec, descriptor_type, tables
from directory.listings.publishable import Publishable
from directory.listings.record import (
    Location,
    MetaTableDescription,
    Organization,
    Service,
)
from directory.listings.serializers.hsds import VERSION
from directory.listings.serializers.outside import outside


def write_package(
    path: Path, records: Iterable[Publishable], now: datetime, *, name: str = ""
) -> None:
    """Writes the zip. Rows stand in the order in which the records first need them."""
    licences: dict[str, dict[str, str]] = {}
    with open_store() as store, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for record in records:
            source = record.source
            licences[source.name] = {
                key: value
                for key, value in {
                    "title": source.name,
                    "path": source.url,
                    "licence": source.licence,
                    "credit": source.credit,
                }.items()
                if value
            }
            whole = replace(record, service=filled_in(outside(record, now)))
            store.add_record(whole)
        _describe_tables(store)
        described = descriptor(name, sorted(licences.items()))
        archive.writestr("datapackage.json", json.dumps(described, indent=2) + "\n")
        for spec in tables().values():
            with archive.open(spec.file, "w") as member:
                _write_table(member, store, spec)


def filled_in(service: Service) -> Service:
    """Tables demand an organization for each service and a location for each place of one. Where
    there is none, a row stands in whose id says so; the reader takes it away again."""
    if service.organization is None:
        service.organization = Organization(
            id=stand_in("organization", service.id), name=service.name, description=service.name
        )
    known = {program.id for program in service.organization.programs}
    if service.program and service.program.id not in known:
        # The program's row needs an organization: the one that runs the service.
        service.organization.programs.append(service.program)
    for here in service.service_at_locations:
        if here.location is None:
            here.location = Location(id=stand_in("location", here.id), location_type="virtual")
    return service


def _describe_tables(store: Store) -> None:
    for spec in tables().values():
        id = stand_in("table", spec.name)
        about = MetaTableDescription(id=id, name=spec.file, language="en", character_set="UTF-8")
        store.add(about)


def _write_table(member: Any, store: Store, spec: TableSpec) -> None:
    with io.TextIOWrapper(member, encoding="utf-8", newline="") as text:
        writer = csv.writer(text)
        writer.writerow([column.name for column in spec.columns])
        for row in store.rows(spec):
            writer.writerow([_cell(column, row[column.name]) for column in spec.columns])


def _cell(column: Column, value: Any) -> Any:
    if value is None:
        return ""
    if column.type == "boolean":
        return "true" if value else "false"
    if column.type == "number":
        return int(value) if float(value).is_integer() else value
    return value


def descriptor(name: str, sources: Iterable[tuple[str, dict[str, str]]]) -> dict[str, Any]:
    """The package's datapackage.json, from our own model."""
    return {
        "profile": "tabular-data-package",
        "name": "human_services_data",
        "title": name or "Support directory",
        "description": "Published listings in the tabular form of HSDS. The standard is the Human "
        "Services Data Specification by Open Referral, CC BY-SA 4.0; columns that start with sd_ "
        "are this directory's own.",
        "version": VERSION,
        "sources": [about for _, about in sources],
        "resources": [_resource(spec) for spec in tables().values()],
    }


def _resource(spec: TableSpec) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "primaryKey": "id",
        "fields": [descriptor_type(column) for column in spec.columns],
    }
    keys = [
        {"fields": column.name, "reference": {"resource": column.refers_to, "fields": "id"}}
        for column in spec.columns
        if column.refers_to
    ]
    if keys:
        schema["foreignKeys"] = keys
    if spec.name == "metadata":
        # An empty former value is a value there, not a gap.
        schema["missingValues"] = []
    return {
        "profile": "tabular-data-resource",
        "name": spec.name,
        "path": spec.file,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema,
    }
