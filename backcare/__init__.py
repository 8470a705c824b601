"""The site: how BackCare runs. Knows nothing about backs."""

__version__ = "0.1.0"
