"""What somebody sends back of a document, laid over what we hold. Plain.

A program reads a service as we serve it, changes something and sends it back. What we serve is
less than what we hold: private places, staff's own facts and stale numbers stay behind, and times
are written differently. So only what differs from the served document counts as a change, and a
key that is left out says nothing.
"""

from typing import Any

Document = dict[str, Any]


def merged(held: Document, served: Document, sent: Document) -> Document:
    """`held` with the changes that lead from `served` to `sent`. A null takes a value away. In a
    list of objects each is known by its id: one that was served and not sent is gone, one that was
    never served stays."""
    whole = dict(held)
    for key, value in sent.items():
        if key in served and served[key] == value:
            continue
        if value is None:
            whole.pop(key, None)
        elif isinstance(value, dict):
            whole[key] = merged(_object(held.get(key)), _object(served.get(key)), value)
        elif _is_rows(value):
            whole[key] = _rows(_list(held.get(key)), _list(served.get(key)), value)
        elif value == [] and _is_rows(served.get(key)):
            whole[key] = _rows(_list(held.get(key)), _list(served.get(key)), [])
        else:
            whole[key] = value
    return whole


def _rows(held: list[Document], served: list[Document], sent: list[Document]) -> list[Document]:
    ours = {row["id"]: row for row in held}
    theirs = {row["id"]: row for row in served}
    rows = [merged(ours.get(r["id"], {}), theirs.get(r["id"], {}), r) for r in sent]
    named = {row["id"] for row in sent} | theirs.keys()
    return rows + [row for key, row in ours.items() if key not in named]


def _is_rows(value: Any) -> bool:
    return (
        isinstance(value, list)
        and bool(value)
        and all(isinstance(row, dict) and isinstance(row.get("id"), str) for row in value)
    )


def _object(value: Any) -> Document:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Document]:
    return value if _is_rows(value) else []
