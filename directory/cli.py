"""The console command `directory`. Each feature brings its own commands."""

import os
import sys

from flask.cli import FlaskGroup

from directory import create_app
from directory.config import SettingError, Settings

cli = FlaskGroup(
    name="directory",
    help="Run and look after a Support Directory.",
    create_app=create_app,
    add_default_commands=False,
    add_version_option=False,
    set_debug_flag=False,
    load_dotenv=False,
)


def main() -> None:
    """Runs the command. A setting that cannot be used ends it with one line."""
    try:
        Settings.read(os.environ)
        cli()
    except SettingError as error:
        sys.exit(str(error))
