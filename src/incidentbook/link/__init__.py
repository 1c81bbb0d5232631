"""Which reports are about the same incident. It suggests; the book decides."""

from incidentbook.link.cluster import cluster
from incidentbook.link.items import Bonds, LinkItem

__all__ = ["Bonds", "LinkItem", "cluster"]
