"""The trained reader: data, training, evaluation and export. See docs/reader.md."""
