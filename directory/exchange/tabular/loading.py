"""A package's files on their way into a store: which generation they are of, each row converted
and checked, keys across files at the end."""

import json
import math
import re
from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from directory.exchange.archive import Package
from directory.exchange.identity import is_uuid, stable
from directory.exchange.row import Finding, Row, Unreadable, Weight, note, refused, review
from directory.exchange.tabular.dialect import HSDS_3, Dialect, FileRule, Texts
from directory.exchange.tabular.hsds_1_1 import HSDS_1_1
from directory.exchange.tabular.ohana import OHANA
from directory.exchange.tabular.store import Store
from directory.exchange.tabular.tables import Column, TableSpec, tables
from directory.exchange.text import Line, Opener, open_table
from directory.listings.messages import N_

_FLAGS = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}
_LARGEST_DESCRIPTOR = 4 * 1024 * 1024


class Loading:
    """One package on its way into a store."""

    def __init__(
        self,
        store: Store,
        package: Package,
        space: UUID,
        encoding: str | None,
        delimiter: str | None,
    ) -> None:
        self.store, self.package, self.space = store, package, space
        self.encoding, self.delimiter = encoding, delimiter
        self.wrong = 0
        self.dialect: Dialect = HSDS_3
        # What a person must look at, by the file and line of the row.
        self.held: dict[tuple[str, int], list[Finding]] = {}
        store.sql.execute(
            "CREATE TABLE addition (service TEXT, name TEXT, text TEXT, before TEXT, "
            "from_file TEXT, from_line INTEGER)"
        )

    def load(self) -> Iterator[Row]:
        files = dict(self.package.files)
        dialect = self.dialect = choose(files, self.delimiter)
        if dialect is HSDS_3:
            files = _named(files)
        if not files.keys() & dialect.files.keys() & {"services.csv", "organizations.csv"}:
            raise Unreadable(N_("This package holds no services.csv and no organizations.csv."))
        for name in sorted(files):
            rule = dialect.files.get(name)
            if rule is not None:
                yield from self._load_file(name, files[name], rule)
            elif name != "datapackage.json":
                yield Row(file=name, line=0, not_carried=["This file is no part of the format."])
        self._apply_additions()
        if dialect.finish:
            dialect.finish(self.store)
        self.store.index()

    def _load_file(self, name: str, opener: Opener, rule: FileRule) -> Iterator[Row]:
        try:
            table = open_table(opener, self.encoding, self.delimiter)
        except Unreadable as error:
            error.file = name
            raise
        yield from self._check_header(name, table.header, rule)
        try:
            for line in table.rows:
                yield from self._load_line(name, line, rule)
        except Unreadable as error:
            error.file = name
            raise

    def _check_header(self, name: str, header: list[str], rule: FileRule) -> Iterator[Row]:
        known = {*rule.rename, *rule.left_out}
        missing = [key for key in rule.required if key not in header]
        if rule.table:
            spec = tables()[rule.table]
            known |= {column.name for column in spec.columns}
            back = {new: old for old, new in rule.rename.items()}
            if back.get("id", "id") not in header:
                missing.append(back.get("id", "id"))
        if missing:
            self.wrong += 1
            findings = [refused(key, "The header lacks this column.") for key in missing]
            yield Row(file=name, line=1, findings=findings)
        left = [key for key in header if key in rule.left_out]
        if rule.fix is None and rule.more is None and rule.adds_to is None:
            left += [key for key in header if key not in known]
        if left:
            yield Row(file=name, line=1, not_carried=left)

    def _load_line(self, name: str, line: Line, rule: FileRule) -> Iterator[Row]:
        row = Row(file=name, line=line.number)
        if line.surplus:
            sentence = "This row has %(count)s cells more than the header names."
            row.findings.append(refused("", sentence, count=line.surplus))
        raw = {key: text for key, text in line.cells.items() if text != ""}
        row.findings += [
            refused(key, "This must not be empty.")
            for key in rule.required
            if not raw.get(key, "").strip()
        ]
        parents = [key for key in rule.one_parent_of if raw.get(key)]
        if rule.one_parent_of and len(parents) != 1:
            row.findings.append(
                refused(
                    ", ".join(rule.one_parent_of),
                    "Exactly one of these must say what this row belongs to.",
                )
            )
        cells = {rule.rename.get(key, key): text for key, text in raw.items()}
        if rule.adds_to:
            column, key, before = rule.adds_to
            self.store.sql.execute(
                "INSERT INTO addition VALUES (?, ?, ?, ?, ?, ?)",
                (
                    self._id("service", cells.get("service_id", "")),
                    column,
                    cells.get(key, ""),
                    before,
                    name,
                    line.number,
                ),
            )
        if rule.fix:
            row.findings += rule.fix(cells)
        if rule.table:
            self._put(row, rule.table, cells, rule)
        for table, further in rule.more(cells) if rule.more and "id" in cells else ():
            self._put(row, table, further, _PLAIN)
        self._keep(row)
        if row.findings:
            yield row

    def _put(self, row: Row, table: str, cells: Texts, rule: FileRule) -> None:
        """Converts and adds one row; what does not fit becomes a finding."""
        spec = tables()[table]
        back = {new: old for old, new in rule.rename.items()}
        values: dict[str, Any] = {}
        for column in spec.columns:
            shown = back.get(column.name, column.name)
            text = cells.get(column.name, "")
            if text == "":
                if column.required and column.name not in rule.not_required:
                    finding = refused(shown, "This must not be empty.")
                    if finding not in row.findings:
                        row.findings.append(finding)
                continue
            try:
                values[column.name] = self._value(spec, column, text, cells, rule)
            except ValueError:
                kind = "number" if column.type == "number" else "true or false"
                row.findings.append(
                    refused(shown, "%(text)s is no %(kind)s.", text=text[:80], kind=kind)
                    if column.name != "extension"
                    else note(shown, "The extension %(text)s stands in the words now.", text=text)
                )
                if column.name == "extension":
                    words = [cells.get("description", ""), f"extension {text}"]
                    values["description"] = ", ".join(word for word in words if word)
        if "id" not in values:
            return
        if row.has(Weight.REFUSED):
            return
        if not self.store.put(table, values, row.file, row.line):
            row.findings.append(
                refused(back.get("id", "id"), "The id %(id)s stands here twice.", id=cells["id"])
            )

    def _value(
        self, spec: TableSpec, column: Column, text: str, cells: Texts, rule: FileRule
    ) -> Any:
        if column.type == "number":
            number = float(text)
            if not math.isfinite(number):
                raise ValueError(text)
            return number
        if column.type == "boolean":
            if text.strip().lower() not in _FLAGS:
                raise ValueError(text)
            return _FLAGS[text.strip().lower()]
        if column.format == "uuid":
            if column.name == "id":
                return self._id(spec.name, rule.ids + text)
            target = column.refers_to or {
                "link_id": cells.get("link_entity"),
                "resource_id": cells.get("resource_type"),
            }.get(column.name, spec.name)
            return self._id(target or "", text)
        return text

    def _id(self, table: str, text: str) -> str:
        return text if is_uuid(text) else stable(self.space, table, text.strip())

    def _apply_additions(self) -> None:
        """Texts from files of their own, joined to their service."""
        found = self.store.sql.execute(
            "SELECT service, name, before || group_concat(text, ', ') AS words FROM addition "
            "GROUP BY service, name, before"
        )
        for service, name, words in found.fetchall():
            self.store.sql.execute(
                f"UPDATE service SET \"{name}\" = coalesce(\"{name}\" || '. ', '') || ? "
                "WHERE id = ?",
                (words, service),
            )

    def check(self) -> Iterator[Row]:
        """Keys across files."""
        found: dict[tuple[str, int], list[Finding]] = {}
        for _, column, row in self.store.broken_keys():
            sentence = "There is no %(table)s with this id in the package."
            found.setdefault((row["from_file"], row["from_line"]), []).append(
                refused(column.name, sentence, table=column.refers_to)
            )
        for file, line in self.store.sql.execute(
            "SELECT from_file, from_line FROM addition WHERE service NOT IN "
            "(SELECT id FROM service)"
        ):
            found.setdefault((file, line), []).append(
                refused("service_id", "There is no service with this id in the package.")
            )
        for file, line in self.store.sql.execute(
            "SELECT from_file, from_line FROM taxonomy_term WHERE parent_id NOT IN "
            "(SELECT id FROM taxonomy_term) AND ?",
            (self.dialect.terms_are_whole,),
        ):
            found.setdefault((file, line), []).append(
                refused("parent_id", "There is no taxonomy_term with this id in the package.")
            )
        for spec, row in self.store.unattached():
            key = "link_id" if spec.name == "attribute" else "resource_id"
            found.setdefault((row["from_file"], row["from_line"]), []).append(
                review(key, "This hangs on a row that is not in the package, so it is left out.")
            )
        for (file, number), findings in sorted(found.items()):
            wrong = Row(file=file, line=number, findings=findings)
            self._keep(wrong)
            yield wrong

    def _keep(self, row: Row) -> None:
        self.wrong += row.has(Weight.REFUSED)
        if row.has(Weight.HOLD):
            self.held.setdefault((row.file, row.line), []).extend(row.findings)


_PLAIN = FileRule(table=None)


def _named(files: dict[str, Opener]) -> dict[str, Opener]:
    """The files under the names of the format: a descriptor may have named its own."""
    if "datapackage.json" not in files:
        return files
    with files["datapackage.json"]() as stream:
        text = stream.read(_LARGEST_DESCRIPTOR)
    try:
        resources = json.loads(text).get("resources", [])
    except (ValueError, AttributeError, RecursionError) as error:
        raise Unreadable(N_("datapackage.json is no JSON object.")) from error
    for resource in resources if isinstance(resources, list) else []:
        if not isinstance(resource, dict):
            continue
        spec, path = tables().get(str(resource.get("name"))), str(resource.get("path", ""))
        bare = re.split(r"[/\\]", path)[-1]
        if spec and bare in files and spec.file not in files:
            files[spec.file] = files.pop(bare)
    return files


def choose(files: Mapping[str, Opener], delimiter: str | None = None) -> Dialect:
    """Which generation these files are of, by their names and one header."""
    if files.keys() & {"physical_addresses.csv", "services_at_location.csv", "eligibility.csv"}:
        return HSDS_1_1
    if "services.csv" in files:
        try:
            header = open_table(files["services.csv"], None, delimiter).header
        except Unreadable:
            return HSDS_3
        if "location_id" in header:
            return OHANA
    return HSDS_3
