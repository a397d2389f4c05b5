"""Notifications of the system's own, behind one interface for all systems."""
