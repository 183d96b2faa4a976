"""Every setting. A bad value stops the start with one line. `directory settings` prints the table;
docs/operators.md holds it."""

from directory.config.settings import SettingError, Settings, current_settings, local_address
from directory.config.table import as_typed, on_page, settings_table

__all__ = [
    "SettingError",
    "Settings",
    "as_typed",
    "current_settings",
    "local_address",
    "on_page",
    "settings_table",
]
