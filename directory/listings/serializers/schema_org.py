"""A listing as schema.org data for search machines (JSON-LD).

Facts stand where the vocabulary has them: languages and hours of contact on ContactPoint, free of
charge on events, the day of the last check on the page. No ratings. Never a way to walk into an
online meeting: only the page to sign up on. Lines for people in crisis and made-up listings are not
marked up at all.
"""

from datetime import date, datetime
from typing import Any

from directory.listings.classification import labels
from directory.listings.hours import (
    ByMonth,
    ByWeek,
    Plan,
    Session,
    next_sessions,
    read_schedule,
    zone_name,
)
from directory.listings.publishable import Publishable
from directory.listings.record import Location, Organization, Phone, Schedule, ServiceAtLocation

Thing = dict[str, Any]

EVENTS = frozenset({"support-group", "class"})
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_ONLINE = "https://schema.org/OnlineEventAttendanceMode"
_OFFLINE = "https://schema.org/OfflineEventAttendanceMode"
_MIXED = "https://schema.org/MixedEventAttendanceMode"
_NEXT = 3


def page(
    record: Publishable,
    *,
    url: str,
    now: datetime,
    changed: datetime,
    checked: date | None = None,
    reviewer: str | None = None,
    default_zone: str | None = None,
) -> Thing | None:
    """The page with its listing; None where nothing may be marked up. `reviewer` is the site's
    name, where the site itself made the last check."""
    if record.crisis or record.fictional:
        return None
    is_event = bool(EVENTS & set(record.terms.get("kind", [])))
    thing = _series(record, now, default_zone) if is_event else _service(record)
    return _known(
        {
            "@context": "https://schema.org",
            "@type": "WebPage",
            "url": url,
            "name": record.service.name,
            "inLanguage": record.language,
            "dateModified": changed.isoformat(timespec="seconds"),
            "lastReviewed": checked.isoformat() if checked else None,
            "reviewedBy": {"@type": "Organization", "name": reviewer} if reviewer else None,
            "mainEntity": thing | {"@id": f"{url}#listing"},
        }
    )


def _service(record: Publishable) -> Thing:
    service = record.service
    return _known(
        {
            "@type": "Service",
            "name": service.name,
            "description": service.description,
            "url": service.url,
            "serviceType": ", ".join(labels("kind", record.terms.get("kind", []))),
            "provider": _organization(service.organization),
            "audience": [
                {"@type": "Audience", "audienceType": label}
                for label in labels("audience", record.terms.get("audience", []))
            ],
            "areaServed": [a.name for a in service.service_areas if a.name],
            "availableChannel": _channels(record),
        }
    )


def _channels(record: Publishable) -> list[Thing]:
    service = record.service
    languages = [language.name for language in service.languages if language.name]
    found = []
    for phone in service.phones:
        key = "serviceSmsNumber" if phone.type == "text" else "servicePhone"
        spoken = [language.name for language in phone.languages if language.name] or languages
        point = _point(phone, spoken, service.schedules)
        found.append({"@type": "ServiceChannel", key: point})
    for here in service.service_at_locations:
        if place := _place(here):
            found.append({"@type": "ServiceChannel", "serviceLocation": place})
    return found


def _point(phone: Phone, languages: list[str], schedules: list[Schedule]) -> Thing:
    return _known(
        {
            "@type": "ContactPoint",
            "telephone": phone.number,
            "contactType": phone.description,
            "availableLanguage": languages,
            "hoursAvailable": [h for row in schedules if (h := _hours(read_schedule(row)))],
        }
    )


def _hours(plan: Plan) -> Thing | None:
    if not isinstance(plan.rule, ByWeek) or plan.rule.interval > 1 or not plan.certain:
        return None
    if plan.closed or plan.opens is None or plan.closes is None:
        return None
    return {
        "@type": "OpeningHoursSpecification",
        "dayOfWeek": [f"https://schema.org/{_DAYS[day]}" for day in sorted(plan.rule.days)],
        "opens": plan.opens.isoformat(timespec="minutes"),
        "closes": plan.closes.isoformat(timespec="minutes"),
    }


def _organization(organization: Organization | None) -> Thing | None:
    if organization is None:
        return None
    return _known(
        {
            "@type": "Organization",
            "name": organization.name,
            "description": organization.description,
            "url": organization.website,
            "email": organization.email,
        }
    )


def _series(record: Publishable, now: datetime, default_zone: str | None) -> Thing:
    service = record.service
    places = [place for here in service.service_at_locations if (place := _place(here))]
    rows = service.schedules or [
        row for here in service.service_at_locations for row in here.schedules
    ]
    plans = [read_schedule(row, default_zone) for row in rows]
    common = _known(
        {
            "name": service.name,
            "location": places or _online(record),
            "eventAttendanceMode": _mode(record, bool(places)),
            "organizer": _organization(service.organization),
            "isAccessibleForFree": _free(record),
        }
    )
    sessions = next_sessions(rows, now, default_zone, count=_NEXT)
    return _known(
        {
            "@type": "EventSeries",
            **common,
            "description": service.description,
            "url": service.url,
            "eventSchedule": [s for plan in plans if (s := _schedule(plan))],
            "subEvent": [_session(each) | common for each in sessions],
        }
    )


def _session(session: Session) -> Thing:
    return _known(
        {
            "@type": "Event",
            "startDate": session.start.isoformat(timespec="minutes"),
            "endDate": session.end.isoformat(timespec="minutes") if session.end else None,
            "eventStatus": "https://schema.org/EventScheduled",
        }
    )


def _schedule(plan: Plan) -> Thing | None:
    if plan.closed or not plan.certain or plan.opens is None or plan.zone is None:
        return None
    rule: Thing
    match plan.rule:
        case ByWeek(days=days, interval=interval):
            rule = {
                "repeatFrequency": f"P{interval}W",
                "byDay": [f"https://schema.org/{_DAYS[day]}" for day in sorted(days)],
            }
        case ByMonth(nth=nth, month_days=month_days, interval=interval) if len(nth) <= 1:
            rule = {"repeatFrequency": f"P{interval}M"}
            for which, day in nth:
                rule["byDay"] = [f"https://schema.org/{_DAYS[day]}"]
                if which:
                    rule["byMonthWeek"] = which
            if month_days:
                rule["byMonthDay"] = sorted(month_days)
        case _:
            return None
    return _known(
        {
            "@type": "Schedule",
            **rule,
            "startDate": plan.first.isoformat() if plan.first else None,
            "endDate": plan.last.isoformat() if plan.last else None,
            "startTime": plan.opens.isoformat(timespec="minutes"),
            "endTime": plan.closes.isoformat(timespec="minutes") if plan.closes else None,
            "scheduleTimezone": zone_name(plan.zone),
            "exceptDate": sorted(day.isoformat() for day in plan.exdates),
        }
    )


def _place(here: ServiceAtLocation) -> Thing | None:
    location = here.location
    if location is None or location.location_type == "virtual":
        return None
    return _known(
        {
            "@type": "Place",
            "name": location.name or location.town,
            "address": _address(location),
            "geo": {
                "@type": "GeoCoordinates",
                "latitude": location.latitude,
                "longitude": location.longitude,
            }
            if location.latitude is not None and location.longitude is not None
            else None,
        }
    )


def _address(location: Location) -> Thing:
    if not location.addresses:
        return _known(
            {
                "@type": "PostalAddress",
                "addressLocality": location.town,
                "addressRegion": location.state,
                "addressCountry": location.country,
            }
        )
    address = location.addresses[0]
    return _known(
        {
            "@type": "PostalAddress",
            "streetAddress": address.address_1,
            "addressLocality": address.city,
            "addressRegion": address.state_province,
            "postalCode": address.postal_code,
            "addressCountry": address.country,
        }
    )


def _online(record: Publishable) -> Thing | None:
    """The page on which people sign up, never the meeting itself."""
    url = record.service.url
    return {"@type": "VirtualLocation", "url": url} if url else None


def _mode(record: Publishable, has_place: bool) -> str | None:
    formats = set(record.terms.get("format", []))
    if "hybrid" in formats or ("online" in formats and has_place):
        return _MIXED
    if has_place:
        return _OFFLINE
    return _ONLINE if formats & {"online", "phone", "chat"} else None


def _free(record: Publishable) -> bool | None:
    codes = record.terms.get("cost", [])
    return codes == ["free"] if codes else None


def _known(thing: Thing) -> Thing:
    """Without what nobody knows."""
    return {key: value for key, value in thing.items() if value not in (None, "", [], {})}
