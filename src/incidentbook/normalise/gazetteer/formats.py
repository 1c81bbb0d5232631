"""Reads the files of national gazetteers, record by record: GeoNames dumps and Who's On First archives."""

from __future__ import annotations

import io
import json
import lzma
import re
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from incidentbook.errors import GazetteerError
from incidentbook.normalise.gazetteer.sources import ALTERNATIVE, NAME, Row, latin

_COLUMNS = 19
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_GEONAMES_KINDS = {
    "P": "city", "A.ADM1": "admin1", "A.ADM2": "admin2", "A.ADM3": "admin2", "S.AIRB": "air_base", "S.AIRP": "airport",
    "S.AIRF": "airport", "S.MILB": "base", "L.MILB": "base", "S.FT": "base", "S.INSM": "base", "L.NVB": "base",
    "S.OILR": "facility", "L.OILF": "facility", "L.GASF": "facility", "S.DAM": "facility", "S.PRT": "facility",
    "L.PRT": "facility", "S.PS": "facility", "S.PSN": "facility", "S.BDG": "facility", "S.CSTM": "facility",
    "S.PRN": "facility", "T.ISL": "region", "T.VAL": "region", "T.DSRT": "region", "T.MTS": "region", "L.RGN": "region",
    "H.LK": "water", "H.GULF": "water", "H.STRT": "water", "H.BAY": "water",
}  # fmt: skip
_GONE = ("PPLH", "PPLQ", "PPLW", "PPLCH", "ADM1H", "ADM2H", "ADM3H")
_WOF_KINDS = {
    "locality": "city", "localadmin": "admin2", "county": "admin2", "region": "admin1", "neighbourhood": "district",
    "macrohood": "district", "borough": "district", "campus": "facility",
}  # fmt: skip
_PRECISION = {"admin1": 4, "admin2": 3, "region": 4, "water": 5}
_LATIN_NAMES = ("name:eng_", "name:und_")

Read = tuple[str, Row | None]
"""The country of a record, and the place, None for a record of a kind that is not kept."""
BROKEN = (zipfile.BadZipFile, tarfile.TarError, lzma.LZMAError, EOFError, ValueError)


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file: what it is called, how its records are read."""

    name: str
    read: Callable[[IO[bytes], Path], Iterator[Read]]


def format_of(path: Path) -> Format:
    """The format of a file by its first bytes.

    Raises:
        GazetteerError: it is missing or neither a GeoNames dump nor a Who's On First archive.
    """
    if not path.is_file():
        raise GazetteerError(f"no file at {path}")
    with path.open("rb") as raw:
        head = raw.read(4096)
    if head.startswith(b"\xfd7zXZ\x00"):
        return Format("Who's On First", _whosonfirst)
    if head.startswith(b"PK"):
        return Format("GeoNames", _geonames_zip)
    line = head.split(b"\n", 1)[0]
    if head and line.count(b"\t") != _COLUMNS - 1:
        raise GazetteerError(
            f"{path} is no gazetteer: give a GeoNames dump (IQ.zip, or its text of {_COLUMNS} columns) "
            "or a Who's On First archive (admin-iq.tar.xz)"
        )
    return Format("GeoNames", _geonames_text)


def country_of_name(path: Path) -> str | None:
    """The country that a file's name promises: `IQ.zip`, `admin-iq.tar.xz`."""
    match = re.match(r"(?:.*admin-)?([a-z]{2})(?:-latest)?(?:\.|$)", path.name.lower())
    return match.group(1).upper() if match else None


def _geonames_zip(raw: IO[bytes], path: Path) -> Iterator[Read]:
    if not zipfile.is_zipfile(raw):
        raise GazetteerError(f"{path} is no zip archive, or it is cut off: fetch it again")
    with zipfile.ZipFile(raw) as archive:
        texts = [n for n in archive.namelist() if n.endswith(".txt") and "readme" not in n.lower()]
        if not texts:
            raise GazetteerError(f"{path} holds no GeoNames text")
        with archive.open(texts[0]) as unpacked:
            yield from _geonames_text(unpacked, path)


def _geonames_text(raw: IO[bytes], path: Path) -> Iterator[Read]:
    lines = io.TextIOWrapper(raw, encoding="utf-8", newline="\n")
    try:
        for number, line in enumerate(lines, start=1):
            yield _record(line.rstrip("\r\n").split("\t"), number, path)
    finally:
        lines.detach()  # else it would close what it was lent


def _record(columns: list[str], number: int, path: Path) -> Read:
    if len(columns) != _COLUMNS or not _DAY.fullmatch(columns[-1]):
        raise GazetteerError(
            f"{path}, line {number}: no GeoNames record of {_COLUMNS} columns that end in a date; "
            "the file is cut off or of another format"
        )
    return columns[8], _geonames_row(columns)


def _geonames_row(columns: list[str]) -> Row | None:
    """Source: https://download.geonames.org/export/dump/readme.txt (CC BY 4.0)."""
    ident, name, ascii_name, others = columns[:4]
    kind = _GEONAMES_KINDS.get(f"{columns[6]}.{columns[7]}") or _GEONAMES_KINDS.get(columns[6])
    if kind is None or columns[7] in _GONE:
        return None
    names = [(name, NAME), (ascii_name, NAME)] + [(n, ALTERNATIVE) for n in others.split(",") if latin(n)]
    unit = f"{columns[8]}.{columns[10]}" if columns[10] else None
    return Row(
        f"geonames:{ident}", name, kind, columns[8], unit, float(columns[4]), float(columns[5]), _PRECISION.get(kind, 1),
        int(columns[14] or 0), names,
    )  # fmt: skip


def _whosonfirst(raw: IO[bytes], path: Path) -> Iterator[Read]:
    with lzma.open(raw) as unpacked, tarfile.open(fileobj=unpacked, mode="r|") as archive:
        for member in archive:
            if member.isfile() and member.name.endswith(".geojson") and "-alt" not in member.name:
                opened = archive.extractfile(member)
                properties = json.load(opened).get("properties", {}) if opened else {}
                yield str(properties.get("iso:country") or ""), _whosonfirst_row(properties)
        while unpacked.read(1 << 20):  # to the end-of-stream mark, which a cut-off file lacks
            pass


def _whosonfirst_row(properties: dict[str, Any]) -> Row | None:
    """Source: https://whosonfirst.org/docs/placetypes/ (licence in the archive)."""
    kind, name = _WOF_KINDS.get(str(properties.get("wof:placetype"))), properties.get("wof:name")
    gone = properties.get("edtf:deprecated") not in (None, "", "uuuu") or properties.get("wof:superseded_by")
    if kind is None or not name or gone or properties.get("geom:latitude") is None:
        return None
    names = [(str(name), NAME), *((n, ALTERNATIVE) for n in _latin_names(properties))]
    country, unit = str(properties.get("iso:country") or ""), _unit_code(properties.get("gn:admin1_code"))
    geonames = (properties.get("wof:concordances") or {}).get("gn:id")
    people = properties.get("wof:population") or properties.get("gn:population") or 0
    return Row(
        f"geonames:{geonames}" if geonames else f"wof:{properties['wof:id']}", str(name), kind, country or None,
        f"{country}.{unit}" if unit else None, float(properties["geom:latitude"]), float(properties["geom:longitude"]),
        _PRECISION.get(kind, 1), int(people), names,
    )  # fmt: skip


def _unit_code(written: object) -> str:
    """The GeoNames code of a first-order unit: of a number, two digits at least (`7.0` is `07`)."""
    return f"{int(written):02}" if isinstance(written, int | float) else str(written or "")


def _latin_names(properties: dict[str, Any]) -> Iterator[str]:
    for key, names in properties.items():
        if key.startswith(_LATIN_NAMES):
            yield from (n for n in names if latin(n))
