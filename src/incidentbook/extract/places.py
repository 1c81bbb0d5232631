"""What kind of site words and places are."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from incidentbook.extract.lexicon import roles
from incidentbook.model import Site


@cache
def _sites() -> dict[str, Site]:
    return {phrase: site for site, phrases in roles()["sites"].items() for phrase in phrases}


def site_of_words(words: Sequence[str]) -> Site | None:
    """The site that the last of some lower-case words names, the longest phrase first."""
    table = _sites()
    for start in range(max(0, len(words) - 3), len(words)):
        if site := table.get(" ".join(words[start:])):
            return site
    last = words[-1] if words else ""
    return table.get(last[:-1]) if last.endswith("s") else None


PLACE_SITES: dict[str, Site] = {
    "air_base": "air_base", "base": "military_base", "airport": "airport", "embassy": "embassy",
}  # fmt: skip
