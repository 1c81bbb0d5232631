"""Incidents in the forms that other programs read: one module a form."""

from incidentbook.export import csv, jsonl

__all__ = ["csv", "jsonl"]
