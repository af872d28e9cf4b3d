"""Security item 1: text is marked safe, and bleach is called, in this room and nowhere else in the tree."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ["members", "files", "search", "notices", "kb", "community", "config"]
MARKS_SAFE = re.compile(r"mark_safe|SafeString\(|SafeText\(|\|\s*safe(?:seq)?\b|autoescape\s+off|\.html_safe\b")
CALLS_BLEACH = re.compile(r"^\s*(?:import|from)\s+bleach\b", re.MULTILINE)
IMPORTS_A_ROOM = re.compile(rf"^\s*(?:import|from)\s+(?:{'|'.join(ROOMS)})\b", re.MULTILINE)


def is_for_tests(path: Path) -> bool:
    return "tests" in path.relative_to(ROOT).parts or path.name.startswith(("test_", "conftest"))


def sources(folders: list[str], pattern: str) -> Iterator[Path]:
    for folder in folders:
        yield from (path for path in sorted((ROOT / folder).rglob(pattern)) if not is_for_tests(path))


def found(expression: re.Pattern[str], paths: Iterator[Path]) -> list[str]:
    texts = ((path, path.read_text(encoding="utf-8")) for path in paths)
    return [f"{path.relative_to(ROOT)}: {match[0]}" for path, text in texts for match in expression.finditer(text)]


def test_security_1_no_other_room_marks_text_as_safe():
    assert found(MARKS_SAFE, sources(ROOMS, "*.py")) == []


def test_security_1_no_template_marks_text_as_safe():
    assert found(MARKS_SAFE, sources(["templates", *ROOMS], "*.html")) == []


def test_security_1_bleach_is_imported_in_one_module():
    places = {place.split(":")[0] for place in found(CALLS_BLEACH, sources(["richtext", *ROOMS], "*.py"))}
    assert places == {"richtext/sanitise.py"}


def test_the_room_is_a_leaf():
    assert found(IMPORTS_A_ROOM, sources(["richtext"], "*.py")) == []


@pytest.mark.parametrize("line", ["mark_safe(x)", "SafeString(x)", "{{ x|safe }}", "{{ x | safe }}", "{% autoescape off %}"])
def test_the_search_finds_what_it_looks_for(line):
    assert MARKS_SAFE.search(line)


@pytest.mark.parametrize("line", ["-> SafeString:", "{{ x|safer }}", "import SafeString"])
def test_the_search_finds_nothing_else(line):
    assert not MARKS_SAFE.search(line)
