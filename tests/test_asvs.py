"""Which tests stand for which requirement of OWASP ASVS 5.0 (docs/asvs.csv). Each named test must
be there, and no requirement may lose its test."""

import ast
import csv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
APPLY = 142  # requirements of levels 1 and 2 that a program can test on this site
FILLED = 55  # grows with each one that gets its test


def _rows() -> dict[str, list[str]]:
    with (ROOT / "docs/asvs.csv").open() as file:
        return {row["id"]: row["tests"].split() for row in csv.DictReader(file)}


def _names(file: str) -> set[str]:
    tree = ast.parse((ROOT / file).read_text())
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def test_each_named_test_is_there() -> None:
    missing = []
    for requirement, tests in _rows().items():
        assert tests, requirement
        for test in tests:
            file, _, name = test.partition("::")
            if not (ROOT / file).is_file() or (name and name not in _names(file)):
                missing.append(f"{requirement}: {test}")
    assert missing == []


def test_no_requirement_loses_its_test() -> None:
    filled = len(_rows())
    print(f"ASVS 5.0: {filled} of {APPLY} requirements have a named test")
    assert filled >= FILLED
