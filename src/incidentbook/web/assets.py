"""Scripts, styles and the basemap, as Vite built them out of `client/`: which file a page needs, and how it is sent."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

BUILT = Path(__file__).parent / "built"
_FOREVER = "public, max-age=31536000, immutable"
_ASK_AGAIN = "public, no-cache"
_SOURCE = "src/pages/{}.ts"


@dataclass(frozen=True, slots=True)
class Assets:
    """What was built.

    Attributes:
        folder: where it lies.
        manifest: for each source the files that were made of it, as Vite writes it; empty where nothing was built.
    """

    folder: Path
    manifest: dict[str, Any]

    @classmethod
    def built(cls, folder: Path = BUILT) -> Assets:
        """What lies in a folder; nothing where it was not built."""
        path = folder / "manifest.json"
        return cls(folder, json.loads(path.read_text("utf-8")) if path.is_file() else {})

    @property
    def are_there(self) -> bool:
        """Whether scripts and styles were built."""
        return bool(self.manifest)

    def script(self, page: str) -> str | None:
        """The address of a page's script; None where nothing was built."""
        chunk = self.manifest.get(_SOURCE.format(page))
        return None if chunk is None else f"/assets/{chunk['file']}"

    def styles(self, page: str) -> list[str]:
        """The addresses of a page's styles, those that it shares first."""
        return [f"/assets/{name}" for name in dict.fromkeys(self._styles(_SOURCE.format(page)))]

    def shared(self, page: str) -> list[str]:
        """The addresses of the scripts that a page's script imports, so that they are fetched beside it."""
        names = self._imported(_SOURCE.format(page))
        return [f"/assets/{self.manifest[name]['file']}" for name in dict.fromkeys(names)]

    def _imported(self, source: str) -> list[str]:
        chunk = self.manifest.get(source, {})
        return [name for one in chunk.get("imports", ()) for name in (*self._imported(one), one)]

    def _styles(self, source: str) -> list[str]:
        chunk = self.manifest.get(source, {})
        before = [name for one in chunk.get("imports", ()) for name in self._styles(one)]
        return [*before, *chunk.get("css", ())]

    def is_named_by_content(self, name: str) -> bool:
        """Whether a file's name changes with what is in it."""
        return any(name == c["file"] or name in c.get("css", ()) for c in self.manifest.values())


class Immutable(StaticFiles):
    """The built files: kept forever where their name tells what is in them, else asked for again each time."""

    def __init__(self, assets: Assets) -> None:
        super().__init__(directory=assets.folder, check_dir=False)
        self._assets = assets

    async def get_response(self, path: str, scope: Scope) -> Response:
        """One file."""
        answer = await super().get_response(path, scope)
        kept = _FOREVER if self._assets.is_named_by_content(path) else _ASK_AGAIN
        answer.headers["Cache-Control"] = kept
        return answer
