"""The reviewer's hand: what is to be looked at, what is decided of it, and how two states of a book differ."""

from incidentbook.review.desk import Desk, Imported
from incidentbook.review.diff import Change, differences
from incidentbook.review.questions import Question

__all__ = ["Change", "Desk", "Imported", "Question", "differences"]
