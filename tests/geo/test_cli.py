"""The operator asks for places and loads postcodes."""

from pathlib import Path

from flask.testing import FlaskCliRunner

from directory.geo.gazetteer import Gazetteer


def test_the_operator_asks_for_a_place_in_plain_words(
    gazetteer: Gazetteer, runner: FlaskCliRunner
) -> None:
    short = runner.invoke(args=["geocode", "St.", "Paul"])
    assert short.exit_code == 0, short.output
    assert short.output.startswith("Saint Paul, Minnesota\ttown\t44.94")
    assert runner.invoke(args=["geocode", "find", "St.", "Paul"]).output == short.output


def test_a_place_that_is_not_known_ends_with_one_sentence(
    gazetteer: Gazetteer, runner: FlaskCliRunner
) -> None:
    result = runner.invoke(args=["geocode", "xqzzy"])
    assert result.exit_code == 1
    assert result.output == "Error: No place of that name is known.\n"


def test_postcodes_are_loaded_and_used_at_once(
    gazetteer: Gazetteer, runner: FlaskCliRunner, tmp_path: Path
) -> None:
    assert "We do not hold UK postcodes" in runner.invoke(args=["geocode", "M4"]).output
    file = tmp_path / "codes.csv"
    file.write_text('"M4 1AB",10,384700,398600\n', encoding="utf-8")
    done = runner.invoke(args=["geocode", "import", str(file)])
    assert done.output == "1 postcodes in 1 districts loaded; 0 lines left out.\n"
    assert "We do not hold" not in runner.invoke(args=["geocode", "M4"]).output


def test_a_wrong_file_is_named(runner: FlaskCliRunner, tmp_path: Path) -> None:
    file = tmp_path / "wrong.csv"
    file.write_text("a,b\n1,2\n", encoding="utf-8")
    result = runner.invoke(args=["geocode", "import", str(file)])
    assert result.exit_code == 1
    assert "wrong.csv" in result.output
