"""Database and columns as one: what the history's worker thread owns."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from operator import attrgetter
from pathlib import Path

from msgspec.structs import replace

from binom_desktop.arrays import np
from binom_desktop.billing_values import Transactions
from binom_desktop.domain import Change, KeyUse, RequestRecord, Usage, UsageField, UsageItem
from binom_desktop.errors import HistoryDamaged, HistoryFault, HistoryMismatch
from binom_desktop.history import aggregate, choices, comparison, query, refresh, snapshot
from binom_desktop.history.columns import Columns, Integers, Positions, Rows, runs_of
from binom_desktop.history.coverage import Coverage, Run
from binom_desktop.history.database import COMPANIONS, MIGRATIONS, Database, Dropped
from binom_desktop.history.names import NameKind
from binom_desktop.history.view import FirstLook, Refreshed, View, Waiting
from binom_desktop.queries import HeldRequests, Query, RequestChoices, RequestFilter, Totals, day_start_ms, utc_day

DATABASE_NAME = "history.sqlite3"
SNAPSHOT_NAME = "columns.snapshot"

NOTHING_NEW = Change(0, 0, 0)

_log = logging.getLogger(__name__)

_HIGHEST_SEQUENCE = (1 << 63) - 1
# Fewer later rows than this are read faster than a snapshot is written.
_WORTH_A_SNAPSHOT = 1_000
# Requests are logged at most so much later than they were made.
_LOG_DELAY_MS = aggregate.DAY_MS
# How many neighbours tell the time of a place in the log, so that one with a wrong time does not.
_NEIGHBOURS = 100


class Store:
    """One account's files and columns. Every method but the constructor runs in one thread.

    ``coverage`` is replaced, never changed, and may be read from any thread. ``opened_aside`` is the name under which
    a damaged database was kept by ``open``.
    """

    def __init__(
        self,
        folder: Path,
        *,
        now_ms: Callable[[], int],
        snapshot_after: int = 100_000,
        migrations: Sequence[Sequence[str]] = MIGRATIONS,
        max_pages: int | None = None,
        busy_timeout_s: float = 5.0,
    ) -> None:
        self.folder = folder
        self._path = folder / DATABASE_NAME
        self._snapshot_path = folder / SNAPSHOT_NAME
        self._now_ms = now_ms
        self._snapshot_after = snapshot_after
        self._database = Database(self._path, migrations=migrations, max_pages=max_pages, busy_timeout_s=busy_timeout_s)
        self._columns = Columns()
        self._generation = 0
        self._dropped = Dropped()
        self._since_snapshot = 0
        self._refused_snapshot = 0
        self._damaged = False
        # What matched the last filter, for another order of it.
        self._selected: tuple[tuple[RequestFilter, Columns, int], list[query.Selection], Totals] | None = None
        self.coverage = Coverage()
        self.opened_aside: str | None = None

    def open(self) -> None:
        """Create or load the history. A damaged database is kept under another name and begun anew."""
        try:
            _make_private(self.folder)
        except OSError as error:
            raise HistoryFault(f"The folder {self.folder} can't be used: {error.strerror}.") from error
        try:
            self._load()
        except HistoryDamaged as damage:
            self._database.close()
            self.opened_aside = self._keep_aside(str(damage))
            self._load()

    def has_snapshot(self) -> bool:
        """Whether the columns that another run wrote are there to be loaded; from any thread."""
        return self._snapshot_path.exists()

    def close(self) -> None:
        """Write the snapshot where it is worth it, and close the files."""
        if self._since_snapshot >= _WORTH_A_SNAPSHOT and not self._damaged:
            self._write_snapshot()
        self._database.close()

    def set_aside(self, reason: str) -> str:
        """Keep the database under another name, whose file name is returned, and start empty."""
        self._database.close()
        try:
            return self._keep_aside(reason)
        finally:
            self._load()

    def _was_emptied(self) -> bool:
        """Whether the file has lost everything: there is a snapshot of what it held."""
        try:
            return self._path.stat().st_size == 0 and self.has_snapshot()
        except OSError:
            return False

    def _load(self) -> None:
        if self._was_emptied():
            raise HistoryDamaged(f"{self._path} is empty, and was not.")
        self._database.open()
        self._refused_snapshot = 0
        try:
            found = snapshot.read(self._snapshot_path)
            with self._database.transaction():
                if found is not None and self._database.stamp(found[1].generation) == found[1]:
                    self._columns, self._generation = found[0], found[1].generation
                    self._since_snapshot = 0
                    self._read_later_rows()
                else:
                    # Without a snapshot, perhaps because damage was met: also what no request is read from.
                    self._database.check()
                    self._read_all_rows()
            self._columns.check_codes()
            self._damaged = False
            self.coverage = self._whole_coverage()
        except (ValueError, TypeError) as error:
            self._database.close()
            raise HistoryDamaged(f"{self._path} holds something that no history holds.") from error
        except BaseException:
            self._database.close()
            raise

    def _whole_coverage(self) -> Coverage:
        runs = [run for block in self._columns.blocks() for run in block.runs()]
        return Coverage(self._database.beginning()).dropped_before(self._dropped.kept_from).with_runs(runs)

    def _read_all_rows(self) -> None:
        newest = self._database.newest_generation()
        self._dropped = self._database.dropped()
        columns = Columns()
        self._read_names(columns)
        # Rows that were dropped may still have to be deleted.
        count = self._read_rows(columns, [(self._dropped.kept_from, _HIGHEST_SEQUENCE)])
        self._columns, self._generation, self._since_snapshot = columns, newest, count

    def _read_later_rows(self) -> None:
        newest = self._database.newest_generation()
        batches = self._database.batches_after(self._generation)
        if [batch.generation for batch in batches] != list(range(self._generation + 1, newest + 1)):
            self._read_all_rows()
            return
        self._dropped = self._database.dropped()
        runs = Coverage().with_runs(run for batch in batches for run in batch.runs)
        self._columns = self._columns.kept_from(self._dropped.kept_from)
        self._read_names(self._columns)
        self._since_snapshot += self._read_rows(self._columns, runs.dropped_before(self._dropped.kept_from).ranges)
        self._generation = newest

    def _read_names(self, columns: Columns) -> None:
        for kind, names in columns.names.items():
            names.extend(self._database.names(kind, len(names)))

    def _read_rows(self, columns: Columns, runs: Sequence[Run]) -> int:
        count = 0
        for first, last in runs:
            for rows in self._database.requests(first, last):
                columns.add(columns.prepare(rows))
                count += len(rows.sequence)
        return count

    def _catch_up(self) -> None:
        """Take in what another process wrote to the same database; inside a transaction."""
        if self._database.newest_generation() != self._generation:
            self._read_later_rows()
            self.coverage = self._whole_coverage()

    def _keep_aside(self, reason: str) -> str:
        time = datetime.fromtimestamp(self._now_ms() / 1000, UTC)
        stem = f"history-aside-{time:%Y%m%dT%H%M%SZ}"
        number = 1
        while (kept := self.folder / f"{stem}{'' if number == 1 else f'-{number}'}.sqlite3").exists():
            number += 1
        try:
            self._snapshot_path.unlink(missing_ok=True)
            # The log goes first: SQLite would write a log that is left behind into the next database.
            for suffix in (*COMPANIONS, ""):
                companion = self._path.with_name(self._path.name + suffix)
                if companion.exists():
                    companion.rename(kept.with_name(kept.name + suffix))
        except OSError as error:
            raise HistoryFault(f"The history in {self.folder} can't be set aside: {error.strerror}.") from error
        _log.warning("The history was set aside as %s: %s", kept.name, reason)
        return kept.name

    def _find_again(self) -> None:
        """Open the history once more where it was removed, or could not be opened after it was set aside."""
        if self._database.in_place:
            return
        removed = self._database.is_open
        self._database.close()
        self.open()
        if removed:
            raise HistoryFault(f"The local history in {self.folder} was moved or removed. It is built anew.")

    @contextlib.contextmanager
    def _using_database(self) -> Iterator[None]:
        self._find_again()
        try:
            yield
        except HistoryDamaged:
            # Without a snapshot the next opening reads every row, finds the damage and sets the file aside.
            self._damaged = True
            with contextlib.suppress(OSError):
                self._snapshot_path.unlink(missing_ok=True)
            raise

    def _write_snapshot(self) -> None:
        try:
            stamp = self._database.stamp(self._generation)
            if stamp is not None:
                snapshot.write(self._snapshot_path, self._columns, stamp)
                self._since_snapshot = self._refused_snapshot = 0
                self._database.forget_batches_before(stamp.generation)
        except (OSError, HistoryFault) as error:
            self._refused_snapshot = self._since_snapshot
            _log.warning("The snapshot of the history was not written: %s", error)

    def merge(self, records: Sequence[RequestRecord]) -> Change:
        """Store what is new among ``records``: on disk first, then in the columns."""
        if not records:
            return NOTHING_NEW
        records, sequences = _ascending(records)
        with self._writing_requests():
            if 1 <= sequences.item(0) < self._dropped.kept_from:
                records, sequences = self._kept(records, sequences)
            fresh = self._fresh(records, sequences)
            if not fresh:
                return NOTHING_NEW
            rows = self._rows(fresh)
            addition = self._columns.prepare(rows)
            runs = runs_of(addition.sequences)
            generation = self._database.add_requests(rows, runs)
        self._columns.add(addition)
        self._generation = generation
        self.coverage = self.coverage.with_runs(runs)
        self._since_snapshot += len(fresh)
        # Waiting for as many again keeps all that is ever written within a few times the history's size; so it does
        # where the disk has no room for a snapshot.
        waited = self._since_snapshot - self._refused_snapshot
        if waited >= max(self._snapshot_after, len(self._columns) // 2) and not self._damaged:
            self._write_snapshot()
        return Change(len(fresh), fresh[0].sequence, fresh[-1].sequence)

    def differences(
        self, records: Sequence[RequestRecord], span: Run, from_ms: int, to_ms: int
    ) -> comparison.Differences:
        """Hold all that the server lists of a span of sequences and a time against what is held."""
        return comparison.differences(self._columns, records, self.coverage.held_in(span), from_ms, to_ms)

    def replace(self, records: Sequence[RequestRecord]) -> int:
        """Store records in place of those held under their sequences; how many? Those of others are left alone."""
        if not records:
            return 0
        records, sequences = _ascending(records)
        with self._writing_requests():
            held = self._columns.held(sequences).tolist()
            records = [record for record, known in zip(records, held, strict=True) if known]
            if not records:
                return 0
            rows = self._rows(records)
            values = self._columns.prepare(rows)
            generation = self._database.replace_requests(rows)
        self._columns = self._columns.replaced(values)
        self._generation = generation
        # The snapshot's file has the values of before.
        self._since_snapshot = max(self._since_snapshot, _WORTH_A_SNAPSHOT)
        return len(records)

    @contextlib.contextmanager
    def _writing_requests(self) -> Iterator[None]:
        """A transaction in which requests are written, after what others wrote: all of it, names too, or nothing."""
        lengths = {}
        try:
            with self._using_database(), self._database.transaction():
                self._catch_up()
                lengths = {kind: len(names) for kind, names in self._columns.names.items()}
                yield
        except BaseException:
            for kind, length in lengths.items():
                self._columns.names[kind].truncate(length)
            raise

    def _kept(self, records: Sequence[RequestRecord], sequences: Integers) -> tuple[Sequence[RequestRecord], Integers]:
        """Those that were not dropped: late answers and events may bring such back."""
        start = int(np.searchsorted(sequences, self._dropped.kept_from))
        last = records[start - 1]
        if last.sequence == self._dropped.kept_from - 1 and last.id != self._dropped.last_id:
            raise _mismatch(last.sequence)
        return records[start:], sequences[start:]

    def _fresh(self, records: Sequence[RequestRecord], sequences: Integers) -> Sequence[RequestRecord]:
        held = self._columns.held(sequences)
        if not held.any():
            return records
        fresh = []
        for record, known in zip(records, held.tolist(), strict=True):
            if not known:
                fresh.append(record)
            elif self._columns.id_of(record.sequence) != record.id:
                raise _mismatch(record.sequence)
        return fresh

    def _rows(self, records: Sequence[RequestRecord]) -> Rows:
        return Rows(
            sequence=[record.sequence for record in records],
            id=[record.id for record in records],
            timestamp_ms=[record.timestamp_ms for record in records],
            endpoint=self._codes(NameKind.ENDPOINT, [record.endpoint for record in records]),
            model=self._codes(NameKind.MODEL, [record.model for record in records]),
            status=[record.status for record in records],
            input_tokens=[record.input_tokens for record in records],
            output_tokens=[record.output_tokens for record in records],
            cost_nano=[record.cost_nano for record in records],
            latency_ms=[record.latency_ms for record in records],
            key_id=self._codes(NameKind.KEY_ID, [record.key_id for record in records]),
            key_description=self._codes(NameKind.KEY_DESCRIPTION, [record.key_description for record in records]),
            error=self._codes(NameKind.ERROR, [record.error for record in records]),
        )

    def _codes(self, kind: NameKind, texts: Sequence[str | None]) -> list[int]:
        names = self._columns.names[kind]
        try:
            return names.codes(texts)
        except KeyError:
            self._database.add_names(kind, names.add(texts))
            return names.codes(texts)

    def begin_at(self, sequence: int) -> None:
        """Remember that the server has forgotten everything below ``sequence``."""
        with self._using_database():
            coverage = self.coverage.begun_at(sequence)
            if coverage.beginning != self.coverage.beginning:
                self._database.set_beginning(coverage.beginning)
                self.coverage = coverage

    def drop_older(self, before_ms: int) -> int:
        """Drop for good the longest run of requests, from the first one held, made before ``before_ms``. How many?

        What lies below and was never here is dropped with them. The file's rows go with ``delete_dropped``.
        """
        with self._using_database(), self._database.transaction():
            self._catch_up()
            older = self._columns.older_than(before_ms)
            if older is None or older.last == _HIGHEST_SEQUENCE:
                return 0
            until_ms = older.latest_ms + 1
            if any(first <= older.last for first, _ in self.coverage.missing(older.last)):
                # Nobody knows when those were made.
                until_ms += _LOG_DELAY_MS
            kept_from = older.last + 1
            dropped = Dropped(kept_from, max(until_ms, self._dropped.until_ms), self._columns.id_of(older.last))
            columns = self._columns.kept_from(kept_from)
            generation = self._database.set_dropped(dropped)
        self._columns, self._generation, self._dropped = columns, generation, dropped
        # It would keep the memory.
        self._selected = None
        self.coverage = self.coverage.dropped_before(kept_from)
        # Until it is written anew the snapshot's file has them all.
        self._since_snapshot += older.requests
        return older.requests

    def delete_dropped(self) -> bool:
        """Delete some thousand rows of dropped requests from the file; True if there may be more.

        The file keeps its size: what is logged later takes the place.
        """
        with self._using_database():
            return self._database.delete_dropped(self._dropped.kept_from)

    def read_document(self, name: str) -> bytes | None:
        """A document's value, None if there is none."""
        with self._using_database():
            return self._database.document(name)

    def write_document(self, name: str, value: bytes) -> None:
        """Store or replace a document."""
        with self._using_database():
            self._database.set_document(name, value)

    def transactions(self) -> tuple[Transactions, int | None]:
        """The credit movements, newest first, and as of when they are; None if they were never put."""
        with self._using_database():
            rows, as_of_ms = self._database.transactions()
        return Transactions(rows), as_of_ms

    def put_transactions(self, newer: Transactions, kept: int, as_of_ms: int) -> None:
        """Put ``newer``, newest first, above the oldest ``kept``, in place of what stood there."""
        with self._using_database():
            self._database.put_transactions(newer.rows, kept, as_of_ms)

    def cost_nano(self, last_sequence: int) -> int:
        """What all requests held up to a sequence cost together."""
        runs = self.coverage.held_in((1, last_sequence))
        return aggregate.totals(query.select(self._columns, RequestFilter(), runs)).cost_nano

    def usage(
        self,
        first: date,
        last: date,
        group_by: Sequence[UsageField],
        *,
        filter: RequestFilter,  # noqa: A002 - the domain's word
    ) -> Usage:
        """Sums as GET /v1/usage answers them."""
        if first > last:
            raise ValueError("the first day is after the last")
        if not 1 <= len(group_by) <= 3 or len(set(group_by)) != len(group_by):
            raise ValueError("usage is grouped by one to three different fields")
        from_ms, to_ms = day_start_ms(first), day_start_ms(last) + aggregate.DAY_MS
        if filter.from_ms is not None:
            from_ms = max(from_ms, filter.from_ms)
        if filter.to_ms is not None:
            to_ms = min(to_ms, filter.to_ms)
        selections = query.select(self._columns, replace(filter, from_ms=from_ms, to_ms=to_ms))
        items = aggregate.group(self._columns, selections, group_by, first, last)
        return Usage(first, last, items, self._now_ms())

    def buckets(
        self,
        edges_ms: Sequence[int],
        split: UsageField | None,
        *,
        filter: RequestFilter,  # noqa: A002 - the domain's word
    ) -> dict[tuple[int, str | int | None], Totals]:
        """The sums between neighbouring edges for each value of ``split``."""
        from_ms, to_ms = edges_ms[0], edges_ms[-1]
        if filter.from_ms is not None:
            from_ms = max(from_ms, filter.from_ms)
        if filter.to_ms is not None:
            to_ms = min(to_ms, filter.to_ms)
        selections = query.select(self._columns, replace(filter, from_ms=from_ms, to_ms=to_ms))
        return aggregate.buckets(self._columns, selections, edges_ms, split)

    def recent(self, limit: int) -> tuple[RequestRecord, ...]:
        """The requests of the highest sequences, newest first."""
        return self._columns.newest(limit)

    def view(self, asked: Query) -> View:
        """What matches a query, in its order."""
        state = asked.filter, self._columns, self._columns.journal.mark
        if self._selected is None or self._selected[0] != state:
            selections = query.select(self._columns, asked.filter)
            self._selected = state, selections, aggregate.totals(selections)
        _, selections, totals = self._selected
        return self._view(asked, query.arrange(self._columns, selections, asked) if selections else None, totals)

    def first_look(self, name: str, query_of: Callable[[bytes | None], Query]) -> FirstLook:
        """A document, and the view of the query that it stands for."""
        document = self.read_document(name)
        return FirstLook(document, self.view(query_of(document)))

    def refreshed(self, view: View) -> Refreshed:
        """The view with what came since it was made."""
        if view.columns is not self._columns:
            return Refreshed(self.view(view.query), None)
        runs = self._columns.journal.since(view.mark)
        positions, inserted, fresh = refresh.refreshed(self._columns, view.query, view.positions, runs)
        totals = aggregate.totals(fresh)
        sums = (getattr(view.totals, name) + getattr(totals, name) for name in Totals.__struct_fields__)
        return Refreshed(self._view(view.query, positions, Totals(*sums)), tuple(inserted.tolist()))

    def waiting(self, view: View) -> Waiting:
        """How many requests that match came since a view was made. Where all may differ, it says what is new."""
        if view.columns.journal is not self._columns.journal:
            return Waiting(len(self.view(view.query)), 0)
        kept_from = self._dropped.kept_from
        runs = self._columns.journal.since(view.mark)
        kept = [(max(first, kept_from), last) for first, last in runs if last >= kept_from]
        fresh = query.select(self._columns, view.query.filter, kept)
        newer = sum(_count_above(selection, view.newest) for selection in fresh)
        return Waiting(newer, sum(map(len, fresh)) - newer)

    def sums(self, view: View, field: UsageField) -> tuple[UsageItem, ...]:
        """The sums over a view's requests by a field, for each value of it that occurs."""
        if not len(view):
            return ()
        selections = query.selections_of(view.columns, view.positions)
        times = [selection.column("timestamp_ms") for selection in selections]
        first, last = (utc_day(int(ms)) for ms in (min(map(np.min, times)), max(map(np.max, times))))
        items = aggregate.group(view.columns, selections, [field], first, last)
        return tuple(item for item in items if item.requests)

    def use_of_keys(self, after: Mapping[str, int]) -> dict[str, KeyUse]:
        """What was made with each key after the sequence said for it."""
        least = min(after.values(), default=self.coverage.newest)
        runs = [(max(first, least + 1), last) for first, last in self.coverage.ranges if last > least]
        return aggregate.use_of_keys(self._columns, query.select(self._columns, RequestFilter(), runs), after)

    def choices(self) -> RequestChoices:
        """What the log can be filtered by: every value that occurs."""
        return choices.choices(self._columns)

    def _view(self, asked: Query, found: Positions | None, totals: Totals) -> View:
        oldest_ms = min((block.bounds().first_ms for block in self._columns.blocks()), default=None)
        held = HeldRequests(len(self._columns), oldest_ms)
        mark, newest = self._columns.journal.mark, self.coverage.newest
        return View(self._columns, asked, found, totals, held, mark=mark, newest=newest)

    def complete_since(self, from_ms: int, last_sequence: int) -> bool:
        """Whether every request that the server holds, up to ``last_sequence``, from ``from_ms`` on is here."""
        if from_ms < self._dropped.until_ms:
            return False
        missing = self.coverage.missing(last_sequence)
        if not missing:
            return True
        newest_missing = missing[0][1]
        if newest_missing >= last_sequence:
            return False
        # What is missing was logged before its neighbours above, and made earlier still.
        upper = min(newest_missing + _NEIGHBOURS, last_sequence)
        return self._columns.latest_ms(newest_missing + 1, upper) + _LOG_DELAY_MS < from_ms


def _make_private(folder: Path) -> None:
    """Create a folder, and those above it that are missing, for its owner only."""
    for missing in [one for one in reversed((folder, *folder.parents)) if not one.exists()]:
        missing.mkdir(mode=0o700, exist_ok=True)
    folder.mkdir(mode=0o700, exist_ok=True)


def _count_above(selection: query.Selection, sequence: int) -> int:
    """How many of a selection are newer than a sequence."""
    first = selection.block.first_sequence
    if first > sequence:
        return len(selection)
    offsets = selection.block.offsets() if selection.offsets is None else selection.offsets
    return int(np.count_nonzero(offsets + first > sequence))


def _ascending(records: Sequence[RequestRecord]) -> tuple[Sequence[RequestRecord], Integers]:
    """The records in order of sequence, each once, and their sequences.

    Raises ``HistoryMismatch`` for one sequence with two ids.
    """
    sequences = _sequences(records)
    steps = np.diff(sequences)
    if (steps > 0).all():
        return records, sequences
    if (steps < 0).all():
        return records[::-1], sequences[::-1]
    ordered: list[RequestRecord] = []
    for record in sorted(records, key=attrgetter("sequence")):
        if ordered and ordered[-1].sequence == record.sequence:
            if ordered[-1].id != record.id:
                raise _mismatch(record.sequence)
        else:
            ordered.append(record)
    return ordered, _sequences(ordered)


def _sequences(records: Sequence[RequestRecord]) -> Integers:
    try:
        return np.array([record.sequence for record in records], dtype=np.int64)
    except OverflowError as error:
        raise ValueError("a sequence does not fit into 64 bits") from error


def _mismatch(sequence: int) -> HistoryMismatch:
    return HistoryMismatch(
        f"The server's request number {sequence:,} is not the one in the local history: its log has begun anew."
    )
