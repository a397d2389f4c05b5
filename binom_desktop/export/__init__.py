"""Writes what a view of the request log shows to a file: CSV, JSON or PDF. It runs in a worker thread."""
