"""The history of the tables of a book, run by Alembic when a book is opened."""
