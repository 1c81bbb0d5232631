"""One adapter for each benchmark: it runs the product and calls the scorer that lies with the data."""
