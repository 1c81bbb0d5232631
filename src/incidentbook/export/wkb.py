"""Points as well-known binary (OGC 06-103r4)."""

from __future__ import annotations

import struct

_LITTLE_ENDIAN, _POINT = 1, 1


def point_to_wkb(lon: float, lat: float) -> bytes:
    """A point, x before y, little-endian."""
    return struct.pack("<BIdd", _LITTLE_ENDIAN, _POINT, lon, lat)
