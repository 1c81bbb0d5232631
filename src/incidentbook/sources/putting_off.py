"""What was seen, for stories that may have to be read another time."""

from __future__ import annotations

from incidentbook.sources.fetch import Validators
from incidentbook.sources.watch import SeenStore


class SeenWhenRead:
    """Passes on to another `SeenStore` what was seen; not the story at hand once it is put off, and from then on no
    state of a feed: so the story is new again when its feed is read by a later run.
    """

    def __init__(self, store: SeenStore) -> None:
        """Where it is remembered."""
        self._store = store
        self._at_hand = False
        self._any = False

    def came_to(self, *, put_off: bool) -> None:
        """What came of the story at hand."""
        self._at_hand = put_off
        self._any |= put_off

    def is_seen(self, story: str) -> bool:
        """Whether a story was read. The first question after a story was put off is about the next one."""
        self._at_hand = False
        return self._store.is_seen(story)

    def mark(self, story: str) -> None:
        """It was read, unless it was put off."""
        if not self._at_hand:
            self._store.mark(story)

    def validators(self, feed: str) -> Validators | None:
        """What to ask a feed with."""
        return self._store.validators(feed)

    def keep_validators(self, feed: str, validators: Validators) -> None:
        """All stories of this state of the feed were read, unless one was put off."""
        if not self._any:
            self._store.keep_validators(feed, validators)
