import pytest

from directory.exchange.row import Unreadable
from directory.exchange.text import LONGEST_LINE, detect_encoding, open_table
from tests.exchange.files import opener

TEXT = "name,price\nCafé Zoë,£3\nNaïve art,£4\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_a_table_in_any_usual_encoding_reads_the_same(encoding: str) -> None:
    table = open_table(opener(TEXT, encoding))
    assert [line.cells for line in table.rows] == [
        {"name": "Café Zoë", "price": "£3"},
        {"name": "Naïve art", "price": "£4"},
    ]


def test_utf_16_without_a_mark_is_recognized() -> None:
    assert detect_encoding(opener(TEXT, "utf-16-le")) == "utf-16-le"
    assert detect_encoding(opener(TEXT, "utf-16-be")) == "utf-16-be"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(delimiter: str) -> None:
    text = TEXT.replace(",", delimiter)
    table = open_table(opener(text))
    assert table.delimiter == delimiter
    assert table.header == ["name", "price"]


def test_a_comma_inside_quotes_does_not_mislead_the_search_for_the_delimiter() -> None:
    table = open_table(opener('name;where\n"Tea, and talk";"Leeds, York"\nWalk;Hull\n'))
    assert table.delimiter == ";"


def test_lines_are_counted_as_an_editor_shows_them() -> None:
    text = 'name,note\nA,"two\nlines"\n\nB,one\n'
    assert [line.number for line in open_table(opener(text)).rows] == [2, 5]


def test_rows_that_are_too_long_or_too_short_say_so() -> None:
    first, second = open_table(opener("a,b\n1,2,3\n1\n")).rows
    assert (first.surplus, first.missing) == (1, 0)
    assert (second.surplus, second.missing) == (0, 1)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"\x00\x01\x02\x00\x00\x05" * 100, "not text"),
        (b"a,a\n1,2\n", "twice"),
        (b'a,b\n"never closed,2\n', "quotation marks"),
        (b"a" * (LONGEST_LINE + 10), "longer than"),
        (b",".join(b"c%d" % n for n in range(3000)) + b"\n", "columns"),
    ],
    ids=["empty", "binary", "same column", "open quote", "endless line", "too wide"],
)
def test_a_file_that_cannot_be_a_table_is_refused_in_one_sentence(
    content: bytes, words: str
) -> None:
    with pytest.raises(Unreadable, match=words):
        list(open_table(opener(content)).rows)


def test_text_in_another_encoding_than_the_named_one_is_refused_with_its_line() -> None:
    with pytest.raises(Unreadable, match="not ascii text") as caught:
        list(open_table(opener(TEXT), encoding="ascii").rows)
    assert caught.value.line
