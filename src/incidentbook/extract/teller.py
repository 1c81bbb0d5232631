"""Makes the statements of one mention in one voice."""

from __future__ import annotations

from spacy.tokens import Token

from incidentbook.extract.mentions import Mention
from incidentbook.extract.scene import Voice
from incidentbook.extract.triggers import Trigger
from incidentbook.model import Property, Span, Stance, Statement, Value


class Teller:
    """Makes statements of one mention in one voice."""

    __slots__ = ("mention", "said", "scene")

    def __init__(self, mention: Mention, said: Voice) -> None:
        self.mention, self.scene, self.said = mention, mention.scene, said

    def says(
        self, prop: Property, value: Value | None, span: Span, confidence: float, stance: Stance | None = None
    ) -> Statement:
        """A statement of this sentence's voice."""
        return Statement(
            prop, value, stance or self.said.stance, self.said.speaker, self.said.channel, span, confidence
        )

    @property
    def triggers(self) -> list[tuple[Trigger, Token]]:
        """The triggers with their tokens."""
        return [(t, self.scene.doc[t.token]) for t in self.mention.triggers]

    def owns(self, token: Token) -> bool:
        """Whether a token belongs to this mention."""
        return self.mention.owns(token)
