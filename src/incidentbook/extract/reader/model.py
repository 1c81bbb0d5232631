"""Runs the trained reader: ONNX graphs and a tokenizer in a folder, on the processor, without a network."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from incidentbook.extract.reader.encoding import encoded
from incidentbook.extract.reader.reading import PairScorer, Reading

_FILES = ("encoder.onnx", "pairs.onnx", "tokenizer.json")


class Reader:
    """A trained reader, loaded from a folder."""

    def __init__(self, folder: Path) -> None:
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        self._encoder = _session(folder / "encoder.onnx")
        self._scorer = PairScorer(_session(folder / "pairs.onnx"))

    def read(self, text: str) -> Reading:
        """What the reader makes of a text."""
        of = encoded(text, self._tokenizer)
        labels, kinds, vectors = [], [], []
        for window in of.windows:
            ids = np.array([of.ids(window)], dtype=np.int64)
            read = self._encoder.run(None, {"ids": ids, "mask": np.ones_like(ids)})
            counts = slice(1 + window.first - window.start, 1 + window.last - window.start)
            for out, part in zip((labels, kinds, vectors), read, strict=True):
                out.append(part[0, counts])
        return Reading(
            of, np.concatenate(labels), np.concatenate(kinds), np.concatenate(vectors), self._scorer
        )


def _session(path: Path) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # articles are read in as many processes as there are cores
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])


@cache
def shipped() -> Reader | None:
    """The reader that came with the package; None where its weights are not there."""
    folder = Path(str(files("incidentbook.resources").joinpath("reader")))
    return Reader(folder) if all((folder / name).is_file() for name in _FILES) else None
