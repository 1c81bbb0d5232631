"""The gazetteer: where named places are.

One SQLite file, built from open tables and our own YAML, read but never written at run time.

`fold` makes the keys, `sources` reads the tables, `build` writes the file, `store` reads it, `importers` adds national gazetteers
to a file of the user's own; `recognise`, `resolve` and `relative` do the work of `normalise.place`.
"""
