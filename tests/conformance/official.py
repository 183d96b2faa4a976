"""Holds answers against the official HSDS 3.2.3 schemas, read from the sample data beside the
project. Official addresses are only mapped here: nothing is fetched."""

import json
import os
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

BASES = ("/hsds/v3", "/oruk/v3")
PLURALS = ("services", "organizations", "service_at_locations", "taxonomies", "taxonomy_terms")
BY_ID = re.compile(rf"/({'|'.join(PLURALS)})/[^/]+")


@cache
def fixtures() -> Path | None:
    """The folder of HSDS fixtures; None where it is absent."""
    above = [parent / "shared" for parent in Path(__file__).resolve().parents[3:]]
    for folder in [Path(os.environ["SHARED"])] if "SHARED" in os.environ else above:
        if (folder / "hsds/spec-3.2.3/schema/openapi.json").is_file():
            return folder / "hsds"
    return None


def _resource(path: Path) -> Resource[Any]:
    contents = json.loads(path.read_text("utf-8"))
    return Resource.from_contents(contents, default_specification=DRAFT202012)


@cache
def _retrieve(uri: str) -> Resource[Any]:
    folder = fixtures()
    assert folder
    name = uri.split("/schema/", 1)[1] if "/schema/" in uri else uri.rsplit("/", 1)[-1]
    return _resource(folder / "spec-3.1-dev/schema" / name)


@cache
def _registry() -> Registry[Any]:
    folder = fixtures()
    assert folder
    api = _resource(folder / "spec-3.2.3/schema/openapi.json")
    return Registry(retrieve=_retrieve).with_resource("urn:hsds:api", api)  # type: ignore[call-arg]


@cache
def validator(path: str, method: str) -> Draft202012Validator:
    """For the answer of one operation, such as ("/services/{id}", "get")."""
    at = path.replace("/", "~1").replace("{", "%7B").replace("}", "%7D")
    ref = f"urn:hsds:api#/paths/{at}/{method}/responses/200/content/application~1json/schema"
    return Draft202012Validator(
        {"$ref": ref}, registry=_registry(), format_checker=Draft202012Validator.FORMAT_CHECKER
    )


def problems(path: str, method: str, body: Any) -> list[str]:
    errors = validator(path, method).iter_errors(body)
    return [f"{'/'.join(map(str, e.absolute_path))}: {e.message[:160]}" for e in errors]


def operation(path: str) -> str | None:
    """ "/services/{id}" for "/hsds/v3/services/1234"; None for an address of our own."""
    for base in BASES:
        if path == base or path.startswith(f"{base}/"):
            rest = path.removeprefix(base).rstrip("/") or "/"
            if found := BY_ID.fullmatch(rest):
                return f"/{found[1]}/{{id}}"
            return rest if rest == "/" or rest[1:] in PLURALS else None
    return None


def check_answer(path: str, method: str, body: Any, *, full: bool = False) -> None:
    """`full`: items of the list must be whole objects too, which the list's schema does not
    look at."""
    name = operation(path)
    if fixtures() is None or name is None:
        return
    found = problems(name, method, body)
    if full:
        found += check_items(name, body["contents"])
    assert not found, f"{method} {path}\n" + "\n".join(found[:20])


def check_items(name: str, items: Iterable[Any]) -> list[str]:
    return [line for item in items for line in problems(f"{name}/{{id}}", "get", item)]
