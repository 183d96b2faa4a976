"""Topics that people ask for most, in plain words and in this order: for home and the mix, where
the whole list would be too long."""

MOST_ASKED = (
    "anxiety",
    "depression",
    "grief",
    "loneliness",
    "stress",
    "addiction",
    "trauma",
    "caring",
    "parenting",
    "relationships",
    "domestic-abuse",
    "eating",
)
