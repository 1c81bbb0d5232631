"""Writes a taught reader as the program runs it: `python -m training.reader.export RUN --weights FOLDER [--out FOLDER]`.

`encoder.onnx` with weights of 8 bits (dynamic quantisation), `pairs.onnx` and `tokenizer.json`.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import nn

from incidentbook.extract.reader.schema import LABELS
from training.reader.network import VECTOR, Pairs, Reader, load

RESOURCE = Path(__file__).parents[2] / "src" / "incidentbook" / "resources" / "reader"


class _Chances(nn.Module):
    """The reader with chances in the place of logits."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.reader = reader

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> tuple[torch.Tensor, ...]:
        labels, kinds, vectors = self.reader(ids, mask)
        shape = (labels.shape[0], labels.shape[1], len(LABELS), 3)
        return labels.view(shape).softmax(-1), kinds, vectors


def write(reader: Reader, pairs: Pairs, tokenizer: Path, out: Path) -> None:
    """Writes both graphs and what belongs to them into a folder."""
    out.mkdir(parents=True, exist_ok=True)
    ids = torch.ones(2, 16, dtype=torch.long)
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "encoder.onnx"
        torch.onnx.export(
            _Chances(reader),
            (ids, ids),
            plain,
            dynamo=False,
            opset_version=17,
            input_names=["ids", "mask"],
            output_names=["labels", "kinds", "vectors"],
            dynamic_axes={
                n: {0: "windows", 1: "pieces"} for n in ("ids", "mask", "labels", "kinds", "vectors")
            },
        )
        quantize_dynamic(plain, out / "encoder.onnx", weight_type=QuantType.QInt8, per_channel=True)
    vector, number = torch.zeros(3, VECTOR), torch.zeros(3, dtype=torch.long)
    torch.onnx.export(
        pairs,
        (vector, vector, number, number),
        out / "pairs.onnx",
        dynamo=False,
        opset_version=17,
        input_names=["span", "trigger", "label", "distance"],
        output_names=["same"],
        dynamic_axes={n: {0: "rows"} for n in ("span", "trigger", "label", "distance", "same")},
    )
    shutil.copy(tokenizer, out / "tokenizer.json")


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("run", type=Path)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=RESOURCE)
    given = parser.parse_args()
    reader, pairs = load(given.run, given.weights)
    write(reader.eval(), pairs.eval(), given.weights / "tokenizer.json", given.out)
    print(f"written to {given.out}: {sum(f.stat().st_size for f in given.out.iterdir()) / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
