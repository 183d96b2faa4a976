"""How a listing reads to one person at one moment: a record and a reader in, words out.

Plain: no framework, and the moment is in the reader. Pages, widget, mail and print show the same
words because they all ask here.
"""

from directory.listings.shown.card import Card, card_of
from directory.listings.shown.checked import Checked, checked_of
from directory.listings.shown.crisis import line_of, shown_line
from directory.listings.shown.page import ListingPage, Row, Section, page_of
from directory.listings.shown.reader import Reader
from directory.listings.shown.ways import Way, ways_of

__all__ = [
    "Card",
    "Checked",
    "ListingPage",
    "Reader",
    "Row",
    "Section",
    "Way",
    "card_of",
    "checked_of",
    "line_of",
    "page_of",
    "shown_line",
    "ways_of",
]
