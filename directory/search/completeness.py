"""How much of what every listing must hold is known: a share from 0 to 1 that ranks a little, and
never hides."""

from directory.listings.record import Record


def completeness(record: Record) -> float:
    """Each of these counts the same. Unknown is unknown, whatever the reason."""
    service, facts, terms = record.service, record.facts, record.terms
    known = (
        service.description,
        service.organization,
        terms.get("kind"),
        terms.get("support"),
        terms.get("source"),
        terms.get("topic"),
        terms.get("audience"),
        terms.get("format"),
        service.service_at_locations or service.service_areas,
        service.cost_options or service.fees_description or terms.get("cost"),
        service.languages,
        service.phones or service.url or service.email or service.contacts,
        service.schedules or any(at.schedules for at in service.service_at_locations)
        or facts.round_the_clock,
        facts.answered_by or facts.led_by,
        facts.on_contact or facts.first_visit,
        facts.how_to_join,
        terms.get("access"),
    )  # fmt: skip
    return sum(map(bool, known)) / len(known)
