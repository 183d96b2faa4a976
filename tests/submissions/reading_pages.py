"""Reads what the site gave out as browsers and programs do, and says what of the attacker's text
became more than text."""

import json
from collections.abc import Iterator
from xml.etree.ElementTree import Element, fromstring

import html5lib
from flask.testing import FlaskClient

MARK = "eve"
ALLOWED_SCRIPTS = {None, "module", "application/ld+json"}


def faults(client: FlaskClient, address: str) -> Iterator[str]:
    answer = client.get(address, follow_redirects=True)
    if answer.status_code not in (200, 404):
        yield f"{address}: {answer.status_code}"
    for name, value in answer.headers.items():
        if MARK in value.lower() and set(value) & set("<>"):
            yield f"{address}: header {name}"
    if answer.mimetype == "text/html":
        yield from (f"{address}: {fault}" for fault in _of_html(answer.text))
    elif answer.mimetype.endswith("xml"):
        tree = fromstring(answer.text)  # noqa: S314 - ours; a fault is what we look for
        yield from (f"{address}: <{e.tag}>" for e in tree.iter() if MARK in str(e.tag).lower())
    elif answer.mimetype.endswith("json"):
        json.loads(answer.text)
    elif answer.mimetype == "text/calendar":
        for line in answer.text.replace("\r\n ", "").split("\r\n"):
            if line.partition(":")[0].lower().find(MARK) >= 0:
                yield f"{address}: {line[:60]}"


def _of_html(page: str) -> Iterator[str]:
    tree: Element = html5lib.HTMLParser(namespaceHTMLElements=False).parse(page)
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue
        tag = element.tag.rpartition("}")[2]
        if tag in (MARK, "iframe", "style", "object", "base", "embed"):
            yield f"<{tag}>"
        for name, value in element.attrib.items():
            if str(name).startswith("on") or name in (MARK, "style", "srcdoc", "autofocus"):
                yield f"<{tag} {name}>"
            if name in ("href", "src", "action") and value.lower().strip().startswith(
                ("javascript:", "data:", "vbscript:")
            ):
                yield f"<{tag} {name}={value[:30]}>"
        if tag == "meta" and element.get("http-equiv"):
            yield "<meta http-equiv>"
        if tag == "script":
            yield from _of_script(element)


def _of_script(element: Element) -> Iterator[str]:
    if element.get("type") not in ALLOWED_SCRIPTS:
        yield f"<script type={element.get('type')}>"
    elif element.get("type") == "application/ld+json":
        json.loads(element.text or "")
    elif not (element.get("src") or "").startswith("/static/") or element.text:
        yield "<script>"
