"""What an API is, and what it adds to HSDS: documents for those who write programs."""

from flask import Response
from werkzeug.exceptions import NotFound

from directory.api import openapi, profile
from directory.api.answers import answer
from directory.api.asking import read_request
from directory.api.views.bases import HSDS, current_base
from directory.config import current_settings
from directory.listings.models import entity_of
from directory.listings.record import PROFILE_PREFIX

UK_PROFILE = "https://github.com/OpenReferralUK/uk-profile/blob/main/docs/index.md"


def about() -> Response:
    """What this API is."""
    read_request(())
    settings, base = current_settings(), current_base()
    root = settings.public_url.rstrip("/")
    publisher = {
        "name": settings.site_name,
        "website": root,
        "email": settings.contact_email,
        "identifier": settings.publisher_identifier,
    }
    return answer(
        {
            "version": base.version,
            "profile": UK_PROFILE if base.uk else f"{root}{HSDS.prefix}/profile",
            "openapi_url": f"{root}{base.prefix}/openapi.json",
            "description": "Social support for mental-health recovery: groups, lines, places and "
            "practices. Open data; every record names its source and licence.",
            "publisher": {key: value for key, value in publisher.items() if value},
            "data_guide": f"{root}/docs/api",
        }
    )


def openapi_document() -> Response:
    """This base in OpenAPI 3.1."""
    read_request(())
    base = current_base()
    return answer(openapi.document(current_settings(), base.prefix, base.version, uk=base.uk))


def about_profile() -> Response:
    """What we add to HSDS: the list of patches and schemas."""
    read_request(())
    folder = _profile_folder()
    names = [(cls, entity_of(cls)) for cls in profile.extended()]
    return answer(
        {
            "title": "What this directory adds to HSDS",
            "version": profile.VERSION,
            "hsds_version": HSDS.version,
            "prefix": PROFILE_PREFIX,
            "patches": [
                f"{folder}profile/{name}.json" for c, name in names if c in profile.changed()
            ],
            "schemas": [f"{folder}schema/{name}.json" for _, name in names],
            "taxonomies": f"{current_settings().public_url.rstrip('/')}{HSDS.prefix}/taxonomies",
            "data_guide": f"{current_settings().public_url.rstrip('/')}/docs/api",
            "credit": "Human Services Data Specification, Open Referral, CC BY-SA 4.0",
        }
    )


def profile_patch(name: str) -> Response:
    """One JSON Merge Patch."""
    read_request(())
    cls = next((cls for cls in profile.changed() if entity_of(cls) == name), None)
    if cls is None:
        raise NotFound
    return answer(profile.patch(cls))


def profile_schema(name: str) -> Response:
    """One official schema together with what we add to it."""
    read_request(())
    cls = next((cls for cls in profile.extended() if entity_of(cls) == name), None)
    if cls is None:
        raise NotFound
    return answer(profile.schema(cls, f"{_profile_folder()}schema/"))


def _profile_folder() -> str:
    return f"{current_settings().public_url.rstrip('/')}{HSDS.prefix}/profile/"
