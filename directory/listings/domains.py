"""The domains by which a listing is known, and what a mail address says beside them. Plain.

That somebody reads mail at a listing's own domain is evidence for a claim, never authority: domains
lapse and change hands (TRUST T3).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from directory.listings.record import Record

# Anybody can have an address there.
FREE_MAIL = frozenset(
    """gmail.com googlemail.com outlook.com hotmail.com live.com msn.com yahoo.com ymail.com
    aol.com icloud.com me.com mac.com proton.me protonmail.com gmx.com gmx.net gmx.de web.de
    mail.com mail.ru yandex.com yandex.ru zoho.com fastmail.com hey.com tutanota.com tuta.io
    qq.com 163.com 126.com naver.com daum.net orange.fr free.fr laposte.net libero.it t-online.de
    btinternet.com sky.com comcast.net verizon.net att.net sbcglobal.net cox.net shaw.ca
    bigpond.com optusnet.com.au uol.com.br bol.com.br rediffmail.com""".split()
)
# Many groups have a page there: the domain is not theirs.
SHARED_SITES = frozenset(
    """facebook.com meetup.com instagram.com linktr.ee eventbrite.com wordpress.com blogspot.com
    google.com wixsite.com weebly.com github.io nextdoor.com discord.gg discord.com reddit.com
    youtube.com x.com twitter.com tiktok.com whatsapp.com t.me""".split()
)

Says = Literal["same", "free", "other"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """`says`: the address is at a domain of the listing, at one that anybody can use, or at
    another one."""

    says: Says
    domain: str
    listed: tuple[str, ...]


def evidence(email: str, record: Record) -> Evidence:
    domain, listed = mail_domain(email), tuple(dict.fromkeys(domains_of(record)))
    if domain in FREE_MAIL:
        return Evidence("free", domain, listed)
    same = any(_belongs(domain, known) for known in listed)
    return Evidence("same" if same else "other", domain, listed)


def mail_domain(email: str) -> str:
    return plain_domain(email.rpartition("@")[2])


def domains_of(record: Record) -> Iterator[str]:
    """Of its web sites and mail addresses, without those that are shared by strangers."""
    service, owner = record.service, record.service.organization
    sites = [service.url, owner.website if owner else None]
    mails = [service.email, owner.email if owner else None]
    hosts = [urlsplit(site).hostname or "" for site in sites if site and "//" in site]
    hosts += [mail.rpartition("@")[2] for mail in mails if mail and "@" in mail]
    for host in map(plain_domain, hosts):
        if "." in host and not any(_belongs(host, other) for other in FREE_MAIL | SHARED_SITES):
            yield host


def plain_domain(host: str) -> str:
    """In lower case and letters of the network, without "www."."""
    host = host.strip().rstrip(".").lower()
    try:
        host = host.encode("idna").decode("ascii")
    except UnicodeError:
        return host
    return host.removeprefix("www.")


def _belongs(domain: str, known: str) -> bool:
    """The same one, or a part of it such as mail.example.org."""
    return domain == known or domain.endswith(f".{known}")
