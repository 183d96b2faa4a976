from directory.geo.place import Place
from directory.search.suggestions import suggestions

LEEDS = Place("town", "Leeds", "Leeds, England", 53.8, -1.55, "GB")


def offered(prefix: str, names: tuple[str, ...] = (), language: str = "en") -> list[str]:
    found = suggestions(
        prefix,
        names=lambda begun: names,
        places=lambda begun: [LEEDS] if "leeds".startswith(begun.lower()) else [],
        language=language,
    )
    return [f"{one.kind}: {one.label}" for one in found]


def test_topics_come_first_then_names_then_places() -> None:
    kinds = [one.partition(":")[0] for one in offered("le", names=("Leeds Mind", "Lantern"))]
    assert kinds == sorted(kinds, key=["topic", "name", "place"].index)
    assert "place: Leeds, England" in offered("lee")


def test_a_topic_is_offered_by_its_other_words_and_in_spanish() -> None:
    assert "topic: Depression" in offered("low mo")
    assert "topic: Depresión" in offered("depresi", language="es")


def test_one_letter_offers_nothing() -> None:
    assert offered("g", names=("Grief",)) == offered("") == []


def test_there_are_never_more_than_eight() -> None:
    assert len(offered("an", names=tuple(f"Name {n}" for n in range(30)))) == 8
