"""Who speaks in a sentence, by the trained reader where the rules hear nobody."""

from __future__ import annotations

from dataclasses import replace

from incidentbook.extract.reader.roles import actor_in
from incidentbook.extract.scene import Scene, Voice
from incidentbook.extract.voices import voice

_SURE = 0.8  # chance of being the speaker from which the reader is believed


def read_voice(scene: Scene) -> Voice:
    """The voice of a sentence: by the rules, else the likeliest speaker of the reader whose words name or describe somebody."""
    by_rules = voice(scene)
    if by_rules.speaker is not None or scene.reading is None:
        return by_rules
    found = (f for f in scene.reading.found("speaker") if scene.sentence.span.contains(f.span))
    likely = sorted((f for f in found if f.chance >= _SURE), key=lambda f: -f.chance)
    return replace(by_rules, speaker=next((who for f in likely if (who := actor_in(scene, f.span))), None))
