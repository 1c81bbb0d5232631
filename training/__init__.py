"""Learns the weights that the product ships, from marked-up articles. Nothing of it is part of the package."""
