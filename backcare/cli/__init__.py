"""The ``backcare`` command."""
