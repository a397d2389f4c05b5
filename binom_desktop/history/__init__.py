"""The account's request log at hand: SQLite on disk, numpy columns in memory."""
