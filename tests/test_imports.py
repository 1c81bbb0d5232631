"""The data goes one way: no stage imports one that comes after it; each outside library has its home."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1] / "src" / "incidentbook"

# A part may import those on earlier lines, never those on its own line or later ones.
LEVELS = (
    ("errors", "model", "parallel"),
    ("exchange", "normalise"),
    ("sources",),
    ("text",),
    ("dating",),
    ("extract",),
    ("link",),
    ("book",),
    ("check",),
    ("checking", "export", "outcomes", "redating", "resume", "review", "stories"),
    ("linking",),
    ("pipeline",),
    ("api",),
    ("web",),
    ("cli",),
)
RANK = {part: rank for rank, level in enumerate(LEVELS) for part in level}
HOMES = {
    "alembic": {"book"},
    "fastapi": {"api", "web"},
    "fastwarc": {"sources"},
    "feedparser": {"sources"},
    "htmldate": {"dating", "text"},
    "httpcore": {"sources"},
    "httpx": {"extract", "sources"},
    "jinja2": {"web"},
    "markdown_it": {"sources"},
    "markupsafe": {"web"},
    "numpy": {"book", "check", "extract", "link"},
    "onnxruntime": {"extract"},
    "pyarrow": {"export", "sources"},
    "pypdf": {"sources"},
    "rensa": {"link"},
    "rich": {"cli"},
    "spacy": {"extract"},
    "sqlalchemy": {"book"},
    "sqlite3": {"book", "export", "normalise"},
    "starlette": {"api", "web"},
    "tokenizers": {"extract"},
    "trafilatura": {"text"},
    "typer": {"cli"},
    "uvicorn": {"api"},
}
MODULES = sorted(path.relative_to(ROOT) for path in ROOT.rglob("*.py"))


def imported(source: str) -> Iterator[str]:
    """The dotted names that a module imports, wherever in it."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield "." * node.level + (node.module or "")
            if node.module == "incidentbook":
                yield from (f"incidentbook.{alias.name}" for alias in node.names)


def faults(part: str, source: str) -> list[str]:
    """What a module of `part` imports and should not."""
    return [name for name in imported(source) if _is_fault(part, name)]


def _is_fault(part: str, name: str) -> bool:
    if name.startswith("."):
        return True
    head, _, rest = name.partition(".")
    if head != "incidentbook":
        return part not in HOMES.get(head, {part})
    other = rest.split(".")[0]
    return other in RANK and other != part and RANK[other] >= RANK[part]


@pytest.mark.parametrize("module", [m for m in MODULES if m != Path("__init__.py")], ids=str)
def test_the_data_goes_one_way(module: Path) -> None:
    part = module.parts[0].removesuffix(".py")
    assert part in RANK, f"{module}: say in LEVELS where it stands"
    assert faults(part, (ROOT / module).read_text("utf-8")) == []


@pytest.mark.parametrize(
    ("part", "source"),
    [
        ("link", "from incidentbook.book import Store"),
        ("link", "def f():\n    import incidentbook.book.store"),
        ("text", "from incidentbook import extract"),
        ("model", "from incidentbook.errors import BookError"),
        ("export", "import sqlalchemy.orm"),
        ("normalise", "from spacy.tokens import Token"),
        ("book", "from . import schema"),
        ("export", "from incidentbook.pipeline import Book"),
    ],
)
def test_a_step_back_is_seen(part: str, source: str) -> None:
    assert len(faults(part, source)) == 1


@pytest.mark.parametrize(
    ("part", "source"),
    [
        ("book", "from incidentbook.link import LinkItem\nimport sqlalchemy\nimport json"),
        ("cli", "from incidentbook import __version__\nfrom incidentbook.pipeline import Book"),
        ("extract", "import spacy\nfrom incidentbook.normalise.time import resolve"),
    ],
)
def test_the_way_forward_is_free(part: str, source: str) -> None:
    assert faults(part, source) == []
