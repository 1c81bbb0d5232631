"""Runs the trained reader: ONNX graphs and a tokenizer in a folder, on the processor, without a network."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path

import numpy as np

from incidentbook.errors import ExtractorError
from incidentbook.extract.reader.encoding import encoded
from incidentbook.extract.reader.reading import Floats, PairScorer, Reading, Session
from incidentbook.model import BUILT_IN

_FILES = ("encoder.onnx", "pairs.onnx", "tokenizer.json")


class Reader:
    """A trained reader, loaded from a folder."""

    def __init__(self, folder: Path) -> None:
        from tokenizers import Tokenizer

        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        self._encoder = _session(folder / "encoder.onnx")
        self._scorer = PairScorer(_session(folder / "pairs.onnx"))

    def read(self, text: str) -> Reading:
        """What the reader makes of a text."""
        of = encoded(text, self._tokenizer)
        labels, kinds, vectors = list[Floats](), list[Floats](), list[Floats]()
        for window in of.windows:
            ids = np.array([of.ids(window)], dtype=np.int64)
            read = self._encoder.run(None, {"ids": ids, "mask": np.ones_like(ids)})
            counts = slice(1 + window.first - window.start, 1 + window.last - window.start)
            for out, part in zip((labels, kinds, vectors), read, strict=True):
                out.append(part[0, counts])
        return Reading(
            of, np.concatenate(labels), np.concatenate(kinds), np.concatenate(vectors), self._scorer
        )


def _session(path: Path) -> Session:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # articles are read in as many processes as there are cores
    options.log_severity_level = 3
    session: Session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    return session


@cache
def reader_of(folder: Path | None) -> Reader:
    """The reader of a folder; None: the one that comes with the package. It is loaded once.

    Raises:
        ExtractorError: its files are not there.
    """
    where = folder or Path(str(files("incidentbook.resources").joinpath("reader")))
    missing = [name for name in _FILES if not (where / name).is_file()]
    if missing:
        raise ExtractorError(
            f"the trained reader is not there: {where} has no {' and no '.join(missing)}; read with --extractor {BUILT_IN}"
        )
    try:
        return Reader(where)
    except ImportError as error:
        raise ExtractorError(
            f"the trained reader needs the package {error.name}; pip install 'incidentbook[reader]'"
        ) from error
