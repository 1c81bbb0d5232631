"""The docs say what the program does: commands end as said, generated pages are current, all is told."""

from __future__ import annotations

import ast
import importlib.util
import json
import os
import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path
from types import ModuleType

import pytest

from incidentbook.cli.codes import MEANING

ROOT = Path(__file__).resolve().parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def _load_refresh() -> ModuleType:
    """docs/refresh.py, which is a script and in no package."""
    spec = importlib.util.spec_from_file_location("docs_refresh", ROOT / "docs" / "refresh.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


REFRESH = _load_refresh()
COMMANDS = REFRESH.every_command()


@pytest.fixture(scope="module")
def refresh() -> ModuleType:
    """docs/refresh.py."""
    return REFRESH


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_end_as_said(page: Path, refresh: ModuleType, tmp_path: Path) -> None:
    for ran in refresh.run_all(refresh.commands(page.read_text(encoding="utf-8")), tmp_path):
        assert ran.code == ran.said, f"{page.name}: {ran.command}\n{ran.output}"


def test_python_in_the_readme_runs(
    example_book: Path, program_environment: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    blocks = re.findall(
        r"^```python\n(.*?)^```$", PAGES[0].read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
    )
    assert blocks
    for block in blocks:
        done = subprocess.run(
            [sys.executable, "-c", block],
            cwd=tmp_path,
            env=program_environment,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        assert "IB-" in done.stdout


def test_the_example_script_runs(program_environment: dict[str, str], tmp_path: Path) -> None:
    command = [sys.executable, str(ROOT / "examples" / "python_api.py"), str(tmp_path / "api.db")]
    done = subprocess.run(command, env=program_environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "31 documents read, 0 inputs skipped, 0 failed" in done.stdout
    assert re.search(r"^IB-\w+ ", done.stdout, re.MULTILINE)


def test_the_page_of_commands_is_current(refresh: ModuleType) -> None:
    assert refresh.CLI_PAGE.read_text(encoding="utf-8") == refresh.cli_page(), "run `make docs`"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_an_example_and_a_place_in_the_docs(name: str) -> None:
    command = COMMANDS[name]
    assert re.search(rf"Example:\n\s+incidentbook {name}\b", command.help)
    for parameter in command.params:
        assert parameter.name == "help" or parameter.help, f"{name}: {parameter.name} has no help"
    text = "".join(page.read_text(encoding="utf-8") for page in PAGES if page.name != "cli.md")
    assert re.search(rf"incidentbook {name}\s", text), f"no page but docs/cli.md shows `incidentbook {name}`"


def test_the_readme_tells_every_exit_code() -> None:
    readme = PAGES[0].read_text(encoding="utf-8")
    for code, meaning in MEANING.items():
        assert f"| {code.value} | {meaning} |" in readme


def test_the_readme_opens_with_the_two_commands() -> None:
    commands = [line.split("#")[0].strip() for line in PAGES[0].read_text(encoding="utf-8").splitlines()[:6]]
    assert [c for c in commands if c.startswith("make")] == ["make demo", "make test"]


def test_every_dependency_is_explained() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = [*project["project"]["dependencies"], *project["build-system"]["requires"]]
    wanted += [item for group in project["project"]["optional-dependencies"].values() for item in group]
    page = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    names = {re.split(r"[<>=!~\[; ]", item)[0] for item in wanted} - {"incidentbook"}
    assert not [name for name in sorted(names) if f"| `{name}` |" not in page]


def test_every_package_of_the_pages_is_explained() -> None:
    given = json.loads((ROOT / "client" / "package.json").read_text(encoding="utf-8"))
    page = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    names = {*given["dependencies"], *given["devDependencies"]}
    assert not [name for name in sorted(names) if f"`{name}`" not in page]


def test_every_import_is_a_dependency() -> None:
    """What the program and its tests import is installed because it says so, not because another package happens to need it.

    `pydantic_core` is a part of pydantic, which asks for that one release of it.
    """
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = [item for group in project.get("optional-dependencies", {}).values() for item in group]
    declared = {_name(re.split(r"[<>=!~\[; ]", item)[0]) for item in (*project["dependencies"], *extras)}
    homes = packages_distributions()
    missing = {}
    ours = {"incidentbook", "tests", "benchmarks", "training", "pydantic_core", *sys.stdlib_module_names}
    for path in (
        p for top in ("src", "tests", "benchmarks", "training", "docs") for p in (ROOT / top).rglob("*.py")
    ):
        for module in _imported(path) - ours:
            if not declared & {_name(home) for home in homes.get(module, [module])}:
                missing[module] = path.name
    assert not missing


def _imported(path: Path) -> set[str]:
    found = set[str]()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.partition(".")[0])
    return found


def _name(distribution: str) -> str:
    return re.sub("[-_.]+", "-", distribution).lower()


@pytest.mark.parametrize("page", [*PAGES, ROOT / "CHANGELOG.md"], ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8"))
    assert not [t for t in targets if not (page.parent / t).exists()]


def test_examples_are_described_and_all_there() -> None:
    folder = ROOT / "examples" / "articles"
    described = set(re.findall(r'"id": "(\w+)"', (folder / "meta.jsonl").read_text(encoding="utf-8")))
    assert described == {p.stem for p in folder.glob("*.txt")}
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
