"""Hears other processes of the person at a local socket, behind one interface for all systems."""
