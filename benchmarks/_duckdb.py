"""The requests of a history as a table of DuckDB, which benchmarks ask the same."""

from __future__ import annotations

import duckdb
import numpy as np

from binom_desktop.history.store import Store
from binom_desktop.queries import Query

_BLOCK_ROWS = 100_000


def opened_database(store: Store) -> duckdb.DuckDBPyConnection:
    """The same requests as a table in DuckDB's memory."""
    database = duckdb.connect()
    rows = store.view(Query(descending=False))
    database.execute(
        "CREATE TABLE requests (id VARCHAR, sequence BIGINT, timestamp BIGINT, endpoint VARCHAR, model VARCHAR,"
        " status SMALLINT, inputTokens BIGINT, outputTokens BIGINT, cost BIGINT, latencyMs BIGINT, keyId VARCHAR,"
        " keyDescription VARCHAR, error VARCHAR)"
    )
    for first in range(0, len(rows), _BLOCK_ROWS):
        part = rows.rows(first, first + _BLOCK_ROWS)
        block = {
            name: np.array(values, dtype=object if isinstance(values, list) else None)
            for name, values in zip(part._fields, part, strict=True)
        }
        database.execute("INSERT INTO requests SELECT * FROM block")
        del block
    return database
