"""Monthly reports on what a dispatch asks of the units of a province."""

__version__ = "0.2.0"
