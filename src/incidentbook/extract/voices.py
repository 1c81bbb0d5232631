"""What is said about an attack rather than of it: claims, blame, denials, "not aware of it"."""

from __future__ import annotations

from incidentbook.extract.blame import blame
from incidentbook.extract.claims import claims
from incidentbook.extract.denials import denials
from incidentbook.extract.scene import Scene
from incidentbook.extract.speakers import armed, named, voice
from incidentbook.model import Statement


def voice_statements(scene: Scene) -> list[Statement]:
    """Claims of responsibility, blame, denials and "not aware of it" in one sentence."""
    return [*claims(scene), *blame(scene), *denials(scene)]


__all__ = ["armed", "named", "voice", "voice_statements"]
