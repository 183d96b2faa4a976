"""UK postcodes: how they are written, and the post town of each area.

"M4 1AB" is the outward code M4, which names a district, and the inward code 1AB.
"""

import re

_CODE = (
    r"(?P<outward>(?P<area>[A-Z]{1,2})[0-9][0-9A-Z]?)(?:\s?(?P<inward>[0-9][ABD-HJLNP-UW-Z]{2}))?"
)
_WHOLE = re.compile(rf"(?:(?P<before>.*?)[\s,]+)??{_CODE}(?:,.*)?", re.IGNORECASE)
IN_TEXT = re.compile(rf"(?<![\w-]){_CODE}(?![\w-])", re.IGNORECASE)

_TOWNS = """
AB Aberdeen|AL St Albans|B Birmingham|BA Bath|BB Blackburn|BD Bradford|BH Bournemouth|BL Bolton
BN Brighton|BR Bromley|BS Bristol|BT Belfast|CA Carlisle|CB Cambridge|CF Cardiff|CH Chester
CM Chelmsford|CO Colchester|CR Croydon|CT Canterbury|CV Coventry|CW Crewe|DA Dartford|DD Dundee
DE Derby|DG Dumfries|DH Durham|DL Darlington|DN Doncaster|DT Dorchester|DY Dudley|E London
EC London|EH Edinburgh|EN Enfield|EX Exeter|FK Falkirk|FY Blackpool|G Glasgow|GL Gloucester
GU Guildford|HA Harrow|HD Huddersfield|HG Harrogate|HP Hemel Hempstead|HR Hereford|HS Stornoway
HU Hull|HX Halifax|IG Ilford|IP Ipswich|IV Inverness|KA Kilmarnock|KT Kingston upon Thames
KW Kirkwall|KY Kirkcaldy|L Liverpool|LA Lancaster|LD Llandrindod Wells|LE Leicester|LL Llandudno
LN Lincoln|LS Leeds|LU Luton|M Manchester|ME Rochester|MK Milton Keynes|ML Motherwell|N London
NE Newcastle upon Tyne|NG Nottingham|NN Northampton|NP Newport|NR Norwich|NW London|OL Oldham
OX Oxford|PA Paisley|PE Peterborough|PH Perth|PL Plymouth|PO Portsmouth|PR Preston|RG Reading
RH Redhill|RM Romford|S Sheffield|SA Swansea|SE London|SG Stevenage|SK Stockport|SL Slough
SM Sutton|SN Swindon|SO Southampton|SP Salisbury|SR Sunderland|SS Southend-on-Sea
ST Stoke-on-Trent|SW London|SY Shrewsbury|TA Taunton|TD Galashiels|TF Telford|TN Tunbridge Wells
TQ Torquay|TR Truro|TS Middlesbrough|TW Twickenham|UB Southall|W London|WA Warrington|WC London
WD Watford|WF Wakefield|WN Wigan|WR Worcester|WS Walsall|WV Wolverhampton|YO York|ZE Lerwick
"""
POST_TOWNS = dict(pair.split(" ", 1) for pair in _TOWNS.strip().replace("\n", "|").split("|"))
"""The town after which each postcode area is named or from which it is served."""


def read(words: str) -> tuple[str, str] | None:
    """Outward and inward code (or "") of words that are a postcode, or end in one, as "Manchester
    M4" does. None where there is none, or no such area."""
    match = _WHOLE.fullmatch(words)
    return codes(match) if match else None


def codes(match: re.Match[str]) -> tuple[str, str] | None:
    """Outward and inward code, in capitals, of a match of `IN_TEXT`; None for no such area."""
    if match["area"].upper() not in POST_TOWNS:
        return None
    return match["outward"].upper(), (match["inward"] or "").upper()


def post_town(outward: str) -> str:
    """The post town of an outward code whose area is known."""
    return POST_TOWNS[re.split(r"\d", outward, maxsplit=1)[0]]
