"""Binom Desktop: a native desktop dashboard for Binom.Router accounts."""

__version__ = "0.1.0"
