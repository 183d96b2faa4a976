"""Reading what a partner chose, and colours that everybody can read."""

from itertools import product
from pathlib import Path

import pytest

from directory.widget import theme
from directory.widget.colour import contrast, readable
from directory.widget.options import Options, read, unpack

SHEET = Path(__file__).parents[2] / "directory" / "static" / "css" / "base.css"
COLOURS = ["000000", "ffffff", "ff0000", "ffff00", "00ff00", "777777", "0b4a45", "a8dccb", "cc8844"]


def options(**values: str) -> Options:
    return read({name: [value] for name, value in values.items()})[0]


def test_what_was_chosen_survives_the_way_through_an_address() -> None:
    chosen = options(
        near="55407", radius="10", topic="grief, anxiety", kind="support-group", spoken="es",
        open="now", theme="dark", colour="#0B4A45", corner="0", size="115", title="Help & hope",
        hide="title map", close="yes", language="es", show="calendar", words="evening",
    )  # fmt: skip
    assert chosen.codes == {"topic": ("grief", "anxiety"), "kind": ("support-group",)}
    assert (chosen.colour, chosen.corner) == ("0b4a45", 0)
    assert unpack(chosen.pack()) == chosen
    assert Options().pack() == ""


def test_what_cannot_be_used_is_left_out_and_named() -> None:
    values = {
        "topic": ["grief no-such-thing"], "colour": ["red; }"], "size": ["9000"], "theme": ["neon"],
        "radius": ["7"], "show": ["everything"], "hide": ["crisis"], "listing": ["../x"],
    }  # fmt: skip
    chosen, ignored = read(values)
    assert chosen == Options(codes={"topic": ("grief",)})
    assert set(ignored) == set(values)


def test_a_narrower_term_is_inside_the_wider_one() -> None:
    from directory.listings import classification

    child = next(t for t in classification.terms("topic") if t.parent)
    chosen = options(topic=child.parent)
    assert chosen.offers("topic", child.code)
    assert not options(topic=child.code).offers("topic", child.parent)


@pytest.mark.parametrize(("colour", "scheme"), list(product(COLOURS, ("light", "dark"))))
def test_every_colour_ends_readable_on_every_ground(colour: str, scheme: str) -> None:
    known = theme.tokens(SHEET)
    shown = theme.colours(options(colour=colour), known)[scheme]
    for ground in ("paper", "card", "sand", "sage", "on-pine"):
        value = known.of(scheme)[ground].lstrip("#")
        value = value if len(value) == 6 else "".join(c * 2 for c in value)
        assert contrast(shown, value) >= 7, ground


def test_a_colour_that_reads_well_stays_itself() -> None:
    assert readable("0b4a45", ["ffffff"], towards="000000") == "0b4a45"
    assert contrast("000000", "ffffff") == pytest.approx(21)


def test_a_forced_scheme_states_every_colour_of_it() -> None:
    known = theme.tokens(SHEET)
    dark = theme.sheet(options(theme="dark"), known)
    assert "color-scheme: dark" in dark
    for name, value in known.dark.items():
        assert f"--{name}: {value};" in dark
    assert theme.sheet(Options(), known).strip() == ""
