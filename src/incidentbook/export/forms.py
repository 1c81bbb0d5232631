"""The names of the forms."""

from __future__ import annotations

from typing import Literal

Form = Literal["csv", "acled", "ucdp", "geojson", "gpkg", "geoparquet", "parquet", "ftm", "package", "jsonl"]
