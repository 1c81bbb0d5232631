"""Files that commands write."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO


@contextmanager
def writer(out: Path | None) -> Iterator[TextIO]:
    """A text stream to `out`, or to stdout where that is None.

    The file appears under its name when all is written: after an error or Ctrl-C what was there before
    is still there.

    Raises:
        OSError: the file cannot be written.
    """
    if out is None:
        yield sys.stdout
        return
    if out.exists() and not out.is_file():  # /dev/null, a named pipe: nothing to keep, nothing to replace
        with out.open("w", encoding="utf-8", newline="") as handle:
            yield handle
        return
    target = out.resolve()
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with part.open("w", encoding="utf-8", newline="") as handle:
            yield handle
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
