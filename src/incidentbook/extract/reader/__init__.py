"""The trained reader: finds the words that tell of attacks, and which of them belong together. Values stay with `normalise`."""
