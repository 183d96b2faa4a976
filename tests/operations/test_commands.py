"""What an operator types, and what comes back."""

import os
import re
import socket
import subprocess
import sys
from pathlib import Path

import click
import pytest
from flask import Flask
from flask.testing import FlaskCliRunner

from directory.config import SettingError, Settings, settings_table
from directory.extensions import db, now
from directory.jobs.actions import seen
from directory.site.settings import listens_at
from tests.making import make_listing

ROOT = Path(__file__).parents[2]
OPERATORS = (ROOT / "docs" / "operators.md").read_text("utf-8")


def _run(*words: str, **environ: str) -> subprocess.CompletedProcess[str]:
    clean = {k: v for k, v in os.environ.items() if not k.startswith("DIRECTORY_")}
    return subprocess.run(
        [sys.executable, "-m", "directory", *words],
        cwd=ROOT,
        env=clean | environ,
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_a_bad_setting_stops_the_start_with_one_line(tmp_path: Path) -> None:
    done = _run("init", DIRECTORY_HOME=str(tmp_path), DIRECTORY_PORT="eighty")
    assert done.returncode != 0
    assert done.stderr.count("\n") == 1
    assert "DIRECTORY_PORT='eighty'" in done.stderr


def test_a_taken_port_is_answered_in_one_sentence(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = _run("serve", "--port", str(port), DIRECTORY_HOME=str(tmp_path))
    assert done.returncode != 0
    assert f"Port {port} is taken" in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_site_for_others_needs_its_https_address(tmp_path: Path) -> None:
    done = _run("serve", "--host", "0.0.0.0", DIRECTORY_HOME=str(tmp_path))  # noqa: S104
    assert done.returncode != 0
    assert "DIRECTORY_PUBLIC_URL" in done.stderr


@pytest.mark.parametrize(
    "environ",
    [
        {"DIRECTORY_PUBLIC_URL": "http://directory.example.org"},
        {"DIRECTORY_PUBLIC_URL": "directory"},
        {"DIRECTORY_SEARCH_ENGINE": "postgres"},
        {"DIRECTORY_DEFAULT_COUNTRY": "USA"},
        {"DIRECTORY_EMERGENCY_NUMBERS": "US:911"},
        {"DIRECTORY_NEVER_CHECKED_SHARE": "2"},
        {"DIRECTORY_PATTERN_PAGE": "perhaps"},
        {"DIRECTORY_NO_SUCH_THING": "1"},
    ],
)
def test_what_cannot_be_used_is_refused(environ: dict[str, str]) -> None:
    with pytest.raises(SettingError) as refused:
        Settings.read(environ)
    assert next(iter(environ)) in str(refused.value)


def test_the_secret_key_is_made_once_and_private(tmp_path: Path) -> None:
    settings = Settings.read({"DIRECTORY_HOME": str(tmp_path)})
    key = settings.secret_key
    assert len(key) >= 32
    assert (tmp_path / "secret.key").stat().st_mode & 0o077 == 0
    assert Settings.read({"DIRECTORY_HOME": str(tmp_path)}).secret_key == key


def test_a_short_secret_key_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret.key").write_bytes(b"short")
    with pytest.raises(SettingError):
        _ = Settings.read({"DIRECTORY_HOME": str(tmp_path)}).secret_key


def test_every_setting_is_documented() -> None:
    named = set(re.findall(r"`(DIRECTORY_[A-Z_]+)`", OPERATORS))
    assert named == {name for name, _, _ in settings_table()}


def _commands(group: click.Group, path: str = "") -> dict[str, click.Command]:
    found: dict[str, click.Command] = {}
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            found |= _commands(command, f"{path}{name} ")
        found[f"{path}{name}"] = command
    return found


def test_every_command_is_documented_and_has_help(app: Flask) -> None:
    for name, command in _commands(app.cli).items():
        if name.split()[0] in {"run", "shell", "routes", "db", "limiter"}:
            continue  # brought by libraries
        assert command.help, name
        top, *rest = name.split()
        line = next((at for at in OPERATORS.splitlines() if f"`directory {top}" in at), "")
        assert line, f"`directory {name}` is not in docs/operators.md"
        assert all(word in line for word in rest), f"`directory {name}` is not in docs/operators.md"


def test_check_calls_a_fresh_installation_unfit_and_says_why(runner: FlaskCliRunner) -> None:
    done = runner.invoke(args=["check"])
    assert done.exit_code == 1
    assert "STOP  No worker is running." in done.output
    assert "STOP  No crisis line is listed." in done.output
    assert "Not fit for the public yet." in done.output


def test_check_counts_what_was_never_checked(app: Flask, runner: FlaskCliRunner) -> None:
    make_listing()
    seen("here", now())
    db.session.commit()
    done = runner.invoke(args=["check"])
    assert "good  A worker is running." in done.output
    assert "STOP  1 of 1 published listings were never checked." in done.output


def test_check_names_each_unconfirmed_crisis_line(app: Flask, runner: FlaskCliRunner) -> None:
    make_listing("Night Line", crisis=True)
    done = runner.invoke(args=["check"])
    assert "The crisis line Night Line (night-line) was never confirmed." in done.output


def test_letters_lead_to_the_port_that_was_chosen(app: Flask) -> None:
    assert Settings.read({"DIRECTORY_PORT": "8113"}).public_url == "http://localhost:8113"
    app.config["SETTINGS"] = app.extensions["given_settings"] = Settings.read({})
    listens_at(app, 9000)
    assert app.config["SETTINGS"].public_url == "http://localhost:9000"
    named = Settings.read({"DIRECTORY_PUBLIC_URL": "http://localhost:7000"})
    app.config["SETTINGS"] = app.extensions["given_settings"] = named
    listens_at(app, 9000)
    assert app.config["SETTINGS"].public_url == "http://localhost:7000"
