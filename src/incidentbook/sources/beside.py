"""The names of what a book keeps beside it. What lies there was read already, and is never read as articles."""

from __future__ import annotations

from pathlib import Path

FOLDER_ENDING = ".evidence"
"""What is added to the name of a book for the folder of its evidence."""
LEDGER_NAME = "ledger.jsonl"
SEEN_ENDING = ".seen.jsonl"
"""What is added to the name of a book for the file of stories that `watch` has read."""


def is_evidence(folder: Path) -> bool:
    """Whether a folder is the evidence of a book."""
    return folder.name.endswith(FOLDER_ENDING) and (folder / LEDGER_NAME).is_file()
