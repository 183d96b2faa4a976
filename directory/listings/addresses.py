"""Which address each listing has: given once, kept while it fits, never given to another."""

from collections.abc import Sequence

from sqlalchemy import insert, select

from directory.extensions import db
from directory.listings.models import Listing, Slug
from directory.listings.queries import BATCH
from directory.listings.record import Record
from directory.listings.slugs import candidates, made_from


def give_slugs(records: Sequence[Record], known: dict[str, Listing]) -> dict[str, str]:
    """A listing keeps its address while its name still fits; a renamed one gets a new address
    and the old one redirects."""
    slugs = {key: listing.slug for key, listing in known.items() if listing.slug}
    naming = [r for r in records if r.id not in slugs or not made_from(slugs[r.id], r)]
    choices = {record.id: candidates(record) for record in naming}
    taken = _owners({slug for options in choices.values() for slug in options})
    for listing_id, options in choices.items():
        free = (slug for slug in options if taken.get(slug, listing_id) == listing_id)
        slugs[listing_id] = next(free, f"{options[0]}-{listing_id}")
        taken[slugs[listing_id]] = listing_id
    return slugs


def _owners(slugs: set[str]) -> dict[str, str]:
    """{address: listing id} of those of these addresses that are given away."""
    owners: dict[str, str] = {}
    wanted = sorted(slugs)
    for start in range(0, len(wanted), BATCH):
        part = wanted[start : start + BATCH]
        rows = db.session.execute(select(Slug.slug, Slug.listing_id).where(Slug.slug.in_(part)))
        owners |= {row.slug: row.listing_id for row in rows}
    return owners


def keep_slugs(slugs: dict[str, str]) -> None:
    kept = _owners(set(slugs.values()))
    new = [{"slug": s, "listing_id": i} for i, s in slugs.items() if s not in kept]
    if new:
        db.session.execute(insert(Slug), new)
