"""Build hook: writes the gazetteer into the package before a wheel is made of it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_BUILT = "src/incidentbook/resources/built/gazetteer.sqlite"


class GazetteerHook(BuildHookInterface):  # type: ignore[type-arg]
    """Builds `resources/built/gazetteer.sqlite` where it is missing or older than its sources."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by hatchling before files are gathered; the file is git-ignored, so it is named as an artifact."""
        root = Path(self.root)
        target = root / _BUILT
        if not target.is_file() or target.stat().st_mtime < _newest(root):
            sys.path.insert(0, str(root / "src"))
            from incidentbook.normalise.gazetteer.build import build

            build(target)
        build_data["artifacts"].append(_BUILT)


def _newest(root: Path) -> float:
    package = root / "src" / "incidentbook"
    sources = [
        *(package / "resources" / "places").glob("*.yaml"),
        *(package / "normalise" / "gazetteer").glob("*.py"),
    ]
    return max(path.stat().st_mtime for path in sources)
