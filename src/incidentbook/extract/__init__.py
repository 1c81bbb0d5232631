"""Document → reports and tallies. The extractor's one function is `extract`."""
