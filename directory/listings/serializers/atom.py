"""Atom feeds (RFC 4287)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from xml.etree import ElementTree as XML

MIMETYPE = "application/atom+xml"
_NAMESPACE = "http://www.w3.org/2005/Atom"


@dataclass(frozen=True, slots=True)
class Item:
    """`id` stays the same over all changes of what it names; `url` is its page."""

    id: str
    title: str
    url: str
    updated: datetime
    summary: str = ""
    language: str = "en"


def feed(items: Iterable[Item], *, title: str, url: str, page: str, updated: datetime) -> bytes:
    """`url` is the feed's own address and `page` what people see of it."""
    XML.register_namespace("", _NAMESPACE)
    root = XML.Element(_tag("feed"))
    _add(root, "id", url)
    _add(root, "title", title)
    _add(root, "updated", _moment(updated))
    XML.SubElement(root, _tag("link"), rel="self", href=url, type=MIMETYPE)
    XML.SubElement(root, _tag("link"), rel="alternate", href=page)
    _add(XML.SubElement(root, _tag("author")), "name", title)
    for item in items:
        entry = XML.SubElement(root, _tag("entry"), {_XML_LANGUAGE: item.language})
        _add(entry, "id", f"urn:uuid:{item.id}")
        _add(entry, "title", item.title)
        _add(entry, "updated", _moment(item.updated))
        XML.SubElement(entry, _tag("link"), rel="alternate", href=item.url)
        if item.summary:
            _add(entry, "summary", item.summary)
    body: bytes = XML.tostring(root, encoding="utf-8", xml_declaration=True)
    return body


_XML_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def _tag(name: str) -> str:
    return f"{{{_NAMESPACE}}}{name}"


def _add(parent: XML.Element, name: str, text: str) -> None:
    # XML has no place for most control characters.
    clean = "".join(c for c in text if c >= " " or c in "\t\n\r")
    XML.SubElement(parent, _tag(name)).text = clean


def _moment(at: datetime) -> str:
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
