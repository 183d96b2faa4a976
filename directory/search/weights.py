"""Every number that decides the order of results. There is no other, and none can be bought.

    score = text x place x freshness x completeness, names found as typed on top

where *text* is BM25 over all fields of a listing, each word of a field counted with the field's
weight. Change a number in the first block and indexes are rebuilt; the second block acts at once.
The bench in `bench/relevance` is what they are tuned with.
"""

# --- Counted into the index -------------------------------------------------------------------

FIELD_WEIGHTS = {
    "name": 4.0,
    "organization": 2.0,
    "terms": 3.0,  # labels of topics, kinds, audiences
    "synonyms": 1.0,  # other words for those labels
    "description": 1.0,
    "details": 0.5,  # eligibility, fees, how to join
    "area": 1.0,  # towns and areas served
}
JOINED_WEIGHT = 0.5  # of the field: "selfharm" where the text says self-harm

BM25_K1 = 1.2  # how fast saying it again stops to help
BM25_B = 0.6  # how much a long text is held against itself

STAMP = f"{sorted(FIELD_WEIGHTS.items())}-{JOINED_WEIGHT}-{BM25_K1}-{BM25_B}"

# --- Used when answering ----------------------------------------------------------------------

SYNONYM = 0.5  # default for words that mean the same
PREFIX = 0.8  # words found by their beginning
CORRECTED = 0.9  # words found by mending a typo

NAME_IS_QUERY = 1000.0  # added: the whole question is the listing's name
OTHER_NAME_IS_QUERY = 900.0  # an other name or acronym of it
ORGANIZATION_IS_QUERY = 800.0  # the organization's name or acronym
NAME_IN_QUERY = 1.6  # multiplied: a part of the question is such a name

PREFERRED = 1.6  # multiplied for each axis on which it has what was understood
HOME = 1.15  # multiplied where nobody said where they are: it can be had in the site's country

ALL_WORDS = 1.3  # multiplied: holds every word that weighs anything

# Distance: NEAR + (1 - NEAR) / (1 + km / HALF_KM)
NEAR = 0.4
HALF_KM = 10.0
# Listings that serve the place from elsewhere, by how wide the area they serve is.
SERVES = {"local": 0.75, "state": 0.65, "country": 0.55, "world": 0.5, "unstated": 0.4}

# Freshness, by what `lower_after` says of the day.
CHECKED = 1.0
CHECK_DUE = 0.8
NEVER_CHECKED = 0.7

# Completeness: LEAST + (1 - LEAST) x how much of what its kind must hold is known
COMPLETE_LEAST = 0.8

# Similar listings, for each value both hold.
SIMILAR = {"topic": 3.0, "kind": 2.0, "audience": 1.5, "support": 0.5, "format": 0.5, "source": 0.5}
SIMILAR_HALF_KM = 25.0


def preferred(axis: str) -> float:
    """What having a wished value of an axis multiplies."""
    return HOME if axis == "@country" else PREFERRED
