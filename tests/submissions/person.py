"""A person with a browser that runs no scripts: opens pages, fills in what is there, presses the
button. Counts requests and bytes."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

import html5lib
from flask import Flask
from werkzeug.test import TestResponse

from directory.geo.own_places import add_places
from directory.geo.place import Place

H = "{http://www.w3.org/1999/xhtml}"


@dataclass
class Person:
    app: Flask
    address: str = "198.51.100.7"
    requests: int = 0
    bytes: int = 0
    here: str = ""
    answer: TestResponse = field(init=False)
    _sent: dict[str, list[str]] = field(default_factory=dict)

    def open(self, url: str) -> "Person":
        parts = urlsplit(url)
        return self._go("GET", parts.path + (f"?{parts.query}" if parts.query else ""))

    @property
    def page(self) -> Element:
        return html5lib.HTMLParser(strict=True).parse(self.answer.text)

    @property
    def text(self) -> str:
        (main,) = self.page.iter(f"{H}main")
        return " ".join("".join(main.itertext()).split())

    def form(self, number: int = 0) -> dict[str, list[str]]:
        """What the form would send as it stands."""
        (main,) = self.page.iter(f"{H}main")
        form = [e for e in main.iter(f"{H}form") if e.get("method") == "post"][number]
        values: dict[str, list[str]] = {}
        for e in form.iter():
            name = e.get("name")
            if not name:
                continue
            if e.tag == f"{H}input" and e.get("type") in ("radio", "checkbox"):
                if "checked" in e.attrib:
                    values.setdefault(name, []).append(e.get("value", "on"))
            elif e.tag == f"{H}input":
                values[name] = [e.get("value", "")]
            elif e.tag == f"{H}textarea":
                values[name] = ["".join(e.itertext()).removeprefix("\n")]
            elif e.tag == f"{H}select":
                chosen = [
                    o.get("value", "") for o in e.iter(f"{H}option") if "selected" in o.attrib
                ]
                values[name] = chosen or [""]
        return values

    def send(self, number: int = 0, /, **filled: str | list[str]) -> "Person":
        """Fills in the form of the page and presses its button."""
        (main,) = self.page.iter(f"{H}main")
        form = [e for e in main.iter(f"{H}form") if e.get("method") == "post"][number]
        values = self.form(number)
        for name, value in filled.items():
            values[name] = value if isinstance(value, list) else [value]
        self._sent = values
        return self.post(form.get("action") or self.here, values)

    def post(self, path: str, values: dict[str, list[str]]) -> "Person":
        return self._go("POST", path, values)

    def again(self, path: str) -> "Person":
        """A second click: the very same values once more."""
        return self.post(path, self._sent)

    def _go(self, method: str, path: str, data: dict[str, list[str]] | None = None) -> "Person":
        self.requests += 1
        self.answer = self.app.test_client().open(
            path,
            method=method,
            data=data,
            headers={"Sec-Fetch-Site": "same-origin", "Accept-Encoding": "gzip"},
            environ_base={"REMOTE_ADDR": self.address},
        )
        self.bytes += len(self.answer.data) + (
            sum(len(n) + len(v) + 2 for n, vs in (data or {}).items() for v in vs)
        )
        if self.answer.headers.get("Content-Encoding") == "gzip":
            import gzip

            self.answer.set_data(gzip.decompress(self.answer.data))
        self.here = path
        if self.answer.status_code in (301, 302, 303):
            return self.open(self.answer.headers["Location"])
        return self


GROUP = {
    "what": {
        "name": "Tuesday Talk",
        "kind": "support-group",
        "description": "People meet and talk.",
    },
    "who": {"topic": ["grief"], "audience": ["adults"]},
    "where": {
        "town": "Juniper Falls",
        "when0_every": "second-week",
        "when0_day": "TU",
        "when0_from": "18:30",
        "when0_to": "20:00",
        "when0_date": "2026-12-01",
    },
    "reach": {"phone": "(612) 555-3142"},
    "expect": {
        "on_contact": "Rosa answers within two days.",
        "cost": "free",
        "led_by": "peer",
        "open_to_newcomers": "yes",
    },
}


TOWN = Place(
    kind="town",
    name="Juniper Falls",
    label="Juniper Falls, MN",
    latitude=44.98,
    longitude=-93.26,
    country="US",
    state="MN",
    state_name="Minnesota",
    population=20_000,
    fictional=True,
)


def submit_group(person: Person, **changed: dict[str, str | list[str]]) -> Person:
    """Everything up to the page that asks to look and send."""
    add_places(person.app.config["SETTINGS"].home, [TOWN])
    person.open("/submit")
    for step, filled in GROUP.items():
        person.send(**(filled | changed.get(step, {})))
    return person
