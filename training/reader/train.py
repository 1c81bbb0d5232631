"""Teaches the reader: `python -m training.reader.train --weights FOLDER --out FOLDER ARTICLES [--start RUN] [--augment]`."""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional

from incidentbook.extract.reader.schema import KINDS, LABELS
from training.markup import FOLDS, KEPT_OUT, read_fold, read_folder
from training.reader.augment import Chances
from training.reader.data import TRIGGER, Example, pairs, token_targets
from training.reader.draw import Draw, as_they_are, made_anew
from training.reader.network import Pairs, Reader, fresh, load
from training.reader.stock import stock


@dataclass(frozen=True, slots=True)
class Settings:
    """How a reader is taught."""

    epochs: int = 20
    batch: int = 4  # articles a step
    encoder_rate: float = 2e-4
    head_rate: float = 1e-3
    warmup: float = 0.1  # share of the steps
    attention_dropout: float = 0.0  # without it attention is computed in one go, a quarter of the time less
    seed: int = 1


def windows_of(found: Example) -> tuple[Tensor, Tensor]:
    """The windows of an example, padded: ids and mask."""
    rows = [found.encoded.ids(w) for w in found.encoded.windows]
    width = max(map(len, rows))
    ids = torch.tensor([r + [0] * (width - len(r)) for r in rows])
    return ids, torch.tensor([[1] * len(r) + [0] * (width - len(r)) for r in rows])


def stitched(found: Example, out: Tensor) -> Tensor:
    """What was read of each piece, from the window where the piece counts."""
    parts = [
        out[i, 1 + w.first - w.start : 1 + w.last - w.start] for i, w in enumerate(found.encoded.windows)
    ]
    return torch.cat(parts)


def pooled(vectors: Tensor, spans: Sequence[tuple[int, int]]) -> Tensor:
    """The mean of the vectors of each span."""
    sums = functional.pad(vectors.float().cumsum(0), (0, 0, 1, 0))
    start, end = (torch.tensor(list(x)) for x in zip(*spans, strict=True))
    return (sums[end] - sums[start]) / (end - start).unsqueeze(1)


def loss_of(found: Example, read: tuple[Tensor, Tensor, Tensor], scorer: Pairs) -> Tensor:
    """What is wrong with a reading of an example: labels, kinds, main, pairs."""
    labels, kinds, vectors = (stitched(found, r) for r in read)
    count = len(found.encoded.pieces)
    targets = torch.tensor(token_targets(found.spans, count))
    loss = functional.cross_entropy(labels.float().view(count * len(LABELS), 3), targets.view(-1)) * len(
        LABELS
    )
    triggers = [s for s in found.spans if s.label == TRIGGER and s.owners]
    if triggers:
        loss = loss + _kind_loss(found, pooled(kinds, [(s.start, s.end) for s in triggers]))
    together = pairs(found)
    if together:
        loss = loss + _pair_loss(found, vectors, together, scorer)
    return loss


def _kind_loss(found: Example, read: Tensor) -> Tensor:
    triggers = [s for s in found.spans if s.label == TRIGGER and s.owners]
    kinds = torch.tensor([found.kinds.get(min(s.owners), KINDS.index("other")) for s in triggers])
    main = torch.tensor([float(bool(s.owners & found.main)) for s in triggers])
    of_kind = functional.cross_entropy(read[:, : len(KINDS)], kinds)
    return 0.5 * of_kind + 0.3 * functional.binary_cross_entropy_with_logits(read[:, len(KINDS)], main)


def _pair_loss(
    found: Example, vectors: Tensor, together: list[tuple[int, int, int]], scorer: Pairs
) -> Tensor:
    every = [*found.spans, *found.unmarked]
    pool = pooled(vectors, [(s.start, s.end) for s in every])
    a, b, same = (torch.tensor(list(x)) for x in zip(*together, strict=True))
    starts = torch.tensor([s.start for s in every])
    labels = torch.tensor([s.label for s in every])
    logits = scorer(pool[a], pool[b], labels[a], starts[a] - starts[b])
    return functional.binary_cross_entropy_with_logits(logits, same.float())


def batches(examples: Sequence[Example], size: int, order: random.Random) -> Iterator[list[Example]]:
    """The examples in a new order, so many at a time."""
    shuffled = order.sample(list(examples), len(examples))
    return (shuffled[i : i + size] for i in range(0, len(shuffled), size))


def teach(draw: Draw, network: tuple[Reader, Pairs], settings: Settings, out: Path) -> None:
    """Teaches a network what each epoch draws; prints a line an epoch and keeps what it has learned so far."""
    reader, scorer = network
    for layer in reader.encoder.encoder.layer:
        layer.attention.self.dropout.p = settings.attention_dropout
    count = len(draw())
    heads = [p for n, p in reader.named_parameters() if not n.startswith("encoder.")]
    groups = [
        {"params": list(reader.encoder.parameters()), "lr": settings.encoder_rate},
        {"params": [*heads, *scorer.parameters()], "lr": settings.head_rate},
    ]
    steps = settings.epochs * -(-count // settings.batch)
    warm = max(1, int(steps * settings.warmup))
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
    rate = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda s: min((s + 1) / warm, max(0.02, (steps - s) / max(1, steps - warm)))
    )
    order = random.Random(settings.seed)
    for epoch in range(settings.epochs):
        began, total = time.monotonic(), 0.0
        reader.train()
        scorer.train()
        for batch in batches(draw(), settings.batch, order):
            optimizer.zero_grad()
            for found in batch:
                with torch.autocast("cpu", torch.bfloat16):
                    read = reader(*windows_of(found))
                loss = loss_of(found, read, scorer) / len(batch)
                loss.backward()
                total += loss.item()
            torch.nn.utils.clip_grad_norm_([p for g in groups for p in g["params"]], 1.0)
            optimizer.step()
            rate.step()
        print(
            f"epoch {epoch + 1} loss {total / max(1, count / settings.batch):.4f} "
            f"in {time.monotonic() - began:.0f} s",
            flush=True,
        )
        torch.save({"reader": reader.state_dict(), "pairs": scorer.state_dict()}, out / "reader.pt")


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", type=Path, help="folder of marked-up articles")
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--start", type=Path, help="folder of a run to go on from")
    parser.add_argument("--augment", action="store_true", help="make the articles anew for each epoch")
    parser.add_argument("--names", type=float, default=Chances().names)
    parser.add_argument("--numbers", type=float, default=Chances().numbers)
    parser.add_argument("--headline", type=float, default=Chances().headline)
    parser.add_argument("--borrowed", type=float, default=Chances().borrowed)
    parser.add_argument("--passages", type=Path, help="folder of passages to put behind articles")
    parser.add_argument("--passage", type=float, default=0.4, help="share of the articles that get one")
    parser.add_argument("--epochs", type=int, default=Settings().epochs)
    parser.add_argument("--encoder-rate", type=float, default=Settings().encoder_rate)
    parser.add_argument("--head-rate", type=float, default=Settings().head_rate)
    parser.add_argument("--seed", type=int, default=Settings().seed)
    given = parser.parse_args()
    settings = Settings(
        epochs=given.epochs, encoder_rate=given.encoder_rate, head_rate=given.head_rate, seed=given.seed
    )
    passages = read_folder(given.passages) if given.passages else []
    chances = Chances(
        given.names, given.numbers, given.headline, given.borrowed, given.passage if passages else 0.0
    )
    torch.manual_seed(settings.seed)
    tokenizer = Tokenizer.from_file(str(given.weights / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    folds = [n for n in range(FOLDS) if n != KEPT_OUT]
    articles = [a for n in folds for a in read_fold(given.articles, n)]
    network = load(given.start, given.weights) if given.start else fresh(given.weights)
    given.out.mkdir(parents=True, exist_ok=True)
    draw = (
        made_anew(articles, tokenizer, stock(), chances, settings.seed, passages)
        if given.augment
        else as_they_are(articles, tokenizer)
    )
    teach(draw, network, settings, given.out)
    digest = hashlib.sha256("".join(a.text for a in articles).encode()).hexdigest()
    run = {**asdict(settings), "articles": len(articles), "data_sha256": digest}
    run |= {"start": given.start.name} if given.start else {}
    run |= {"augment": asdict(chances)} if given.augment else {}
    (given.out / "run.json").write_text(json.dumps(run, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
