"""Measurements of the whole site, against budgets: ``python -m tests.bench``."""
