"""What occurs in the log and can be filtered by."""

from __future__ import annotations

from binom_desktop.arrays import np
from binom_desktop.history.columns import Columns
from binom_desktop.history.names import NameKind
from binom_desktop.queries import KeyChoice, RequestChoices

_STATUS_LIMIT = 600


def choices(columns: Columns) -> RequestChoices:
    """Every model, endpoint, key and status, texts in order; a key has the description of its newest request."""
    if not columns.blocks():
        return RequestChoices()
    return RequestChoices(
        models=_in_order(columns, NameKind.MODEL),
        endpoints=_in_order(columns, NameKind.ENDPOINT),
        keys=_keys(columns),
        statuses=_statuses(columns),
    )


def _in_order(columns: Columns, kind: NameKind) -> tuple[str, ...]:
    # The names of what was dropped stay, and occur no more.
    names = columns.names[kind]
    counts = np.zeros(len(names), dtype=np.int64)
    for block in columns.blocks():
        codes = getattr(block, kind.name.lower())
        counts += np.bincount(codes if block.full else codes[block.offsets()], minlength=len(names))
    return tuple(names.text(code) for code in np.argsort(names.ranks()).tolist() if counts[code])


def _keys(columns: Columns) -> tuple[KeyChoice, ...]:
    ids, descriptions = columns.names[NameKind.KEY_ID], columns.names[NameKind.KEY_DESCRIPTION]
    found: dict[int, int] = {}
    for block in reversed(columns.blocks()):
        if len(found) == len(ids):
            break
        offsets = block.offsets()[::-1]
        codes, places = np.unique(block.key_id[offsets], return_index=True)
        for code, at in zip(codes.tolist(), offsets[places].tolist(), strict=True):
            found.setdefault(code, block.key_description.item(at))
    keys = (KeyChoice(ids.text(code), descriptions.text(description)) for code, description in found.items())
    return tuple(sorted(keys, key=lambda key: (key.description.casefold(), key.description, key.id)))


def _statuses(columns: Columns) -> tuple[int, ...]:
    counts = np.zeros(_STATUS_LIMIT, dtype=np.int64)
    for block in columns.blocks():
        counts += np.bincount(block.status[block.offsets()], minlength=_STATUS_LIMIT)
    return tuple(np.flatnonzero(counts).tolist())
