"""What a listing costs, as search knows it."""

import pytest

from directory.listings.record import CostOption
from directory.search import insurers, prices


@pytest.mark.parametrize(
    ("amounts", "terms", "expected"),
    [
        ([("GBP", 20.0)], ["paid"], {"@price-pound": ("40",)}),
        ([("USD", 12.1)], [], {"@price-dollar": ("25",)}),
        ([("USD", 40.0), ("USD", 15.0)], ["sliding-scale"], {"@price-dollar": ("30",)}),
        ([("JPY", 500.0)], ["paid"], {}),
        ([("GBP", None)], ["paid"], {}),
        ([(None, 5.0)], ["paid"], {}),
        ([], ["insurance"], {}),
        ([], ["free"], dict.fromkeys(sorted(prices.AXES), ("0",))),
        ([], ["donation", "paid"], dict.fromkeys(sorted(prices.AXES), ("0",))),
    ],
)
def test_a_listing_is_never_said_to_be_cheaper_than_it_is(
    amounts: list[tuple[str | None, float | None]],
    terms: list[str],
    expected: dict[str, tuple[str, ...]],
) -> None:
    options = [CostOption(currency=currency, amount=amount) for currency, amount in amounts]
    assert prices.codes(options, terms) == expected


def test_an_insurer_is_known_by_the_names_people_use() -> None:
    assert insurers.codes(["Blue Cross and Blue Shield of Minnesota"]) == ("blue-cross",)
    assert insurers.codes(["Medi-Cal", "UnitedHealthcare"]) == ("medicaid", "united")
    assert insurers.codes(["Juniper Example Health Plan"]) == ()
