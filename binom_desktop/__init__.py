"""Binom Desktop: a native desktop dashboard for Binom.Router accounts."""

__version__ = "0.1.0"
APP_ID = "run.binom.Desktop"
"""The name under which the desktops of Linux and macOS know the app."""
