"""Incidents in the forms that other programs read: one module a form, `formats.py` for all of them."""

from incidentbook.export import csv, jsonl

__all__ = ["csv", "jsonl"]
