"""One line at the end of a test run that counts the skipped tests and names why."""

from collections import Counter

import pytest


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    reasons = Counter(reason(report) for report in terminalreporter.stats.get("skipped", []))
    named = "; ".join(f"{count} because {why}" for why, count in sorted(reasons.items()))
    terminalreporter.ensure_newline()
    terminalreporter.write_line(f"Skipped: {named or 'none'}.")


def reason(report: pytest.TestReport) -> str:
    words = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    return words.removeprefix("Skipped: ").rstrip(".")
