"""The keys' table against a plain account of what it has to show, whatever happens in whatever order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from PySide6.QtCore import QItemSelectionModel, QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester, QSignalSpy

from binom_desktop.domain import ApiKey, KeyDetail, KeyRotation
from binom_desktop.errors import Offline
from binom_desktop.models.api_keys import NUMERIC, ApiKeysModel, KeyColumn
from binom_desktop.models.key_detail import KeyDetailModel
from binom_desktop.presentation.key_text import HintKind, RotationStage
from tests.models.figures import HOSTILE_NAME, NOW_MS, TODAY, account, now_ms, overview

MINUTE_MS, HOUR_MS, DAY_MS = 60_000, 3_600_000, 86_400_000
NO_ROTATIONS: Mapping[str, KeyRotation] = {}
IDS = tuple(f"key_{number}" for number in range(8))
BY_USE = (KeyColumn.LAST_USED, KeyColumn.REQUESTS, KeyColumn.COST)
DESCRIPTIONS = ("Production", "production", "Notebook", "", "Änderung", HOSTILE_NAME)


def key(key_id: str = "key_1", description: str = "Production", **others: Any) -> ApiKey:
    made = ApiKey(
        id=key_id,
        description=description,
        enabled=True,
        rate_limit_rpm=60,
        allowed_ips=("203.0.113.7",),
        hint=f"binom_sk_…{key_id[-1]}fQ2",
        created_ms=NOW_MS - 265 * DAY_MS,
        last_used_ms=NOW_MS - 4 * MINUTE_MS,
        total_requests=10,
        total_cost_nano=1_000_000_000,
        last_sequence=48_213,
        version="1",
    )
    return replace(made, **others)


def by_id(*keys: ApiKey) -> dict[str, ApiKey]:
    return {each.id: each for each in keys}


def filled(*keys: ApiKey) -> ApiKeysModel:
    model = ApiKeysModel(now_ms=now_ms)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    model.set_keys(by_id(*keys), NO_ROTATIONS)
    return model


def ids(model: ApiKeysModel) -> list[str]:
    return [model.key(row).id for row in range(model.rowCount())]


def column(model: ApiKeysModel, which: KeyColumn) -> list[str]:
    return [str(model.index(row, which).data()) for row in range(model.rowCount())]


# Any sequence of events.


@st.composite
def some_keys(draw: st.DrawFn) -> dict[str, ApiKey]:
    """Some of eight keys, so few values each that many are equal."""
    made = [
        key(
            key_id,
            draw(st.sampled_from(DESCRIPTIONS)),
            enabled=draw(st.booleans()),
            rate_limit_rpm=draw(st.sampled_from((None, 1, 60))),
            allowed_ips=draw(st.sampled_from(((), ("::1",), ("203.0.113.0/24",), ("::1", "::2")))),
            created_ms=draw(st.sampled_from((0, NOW_MS - 1, NOW_MS))),
            last_used_ms=draw(st.sampled_from((None, 0, NOW_MS))),
            total_requests=draw(st.integers(0, 2)),
            total_cost_nano=draw(st.integers(0, 2)),
        )
        for key_id in draw(st.lists(st.sampled_from(IDS), unique=True))
    ]
    return by_id(*made)


@dataclass
class Uses:
    """The same keys as before, used more."""

    numbers: list[int]


@dataclass
class Pends:
    """A key is to be enabled, to be disabled, or neither any more."""

    key_id: str
    enabled: bool | None


@dataclass
class Clears:
    """Another account comes."""


Step = dict[str, ApiKey] | KeyColumn | str | Uses | Pends | Clears
STEPS = st.one_of(
    some_keys(),
    st.sampled_from(KeyColumn),
    st.sampled_from(("", "prod", "PRODUCTION", "::1", "key_3", "binom_sk_…", " nothing has this ")),
    st.lists(st.integers(0, 3), min_size=len(IDS), max_size=len(IDS)).map(Uses),
    st.builds(Pends, st.sampled_from(IDS), st.sampled_from((True, False, None))),
    st.builds(Clears),
)


@dataclass
class Plain:
    """What is to be shown, worked out anew each time and without any cleverness."""

    keys: dict[str, ApiKey] = field(default_factory=dict)
    pending: dict[str, bool] = field(default_factory=dict)
    sort: KeyColumn | None = None
    descending: bool = False
    search: str = ""
    order: list[str] = field(default_factory=list)

    def take(self, step: Step) -> None:
        """Let something happen."""
        moves = False
        match step:
            case KeyColumn():
                turned = self.sort is step
                self.descending = not self.descending if turned else step >= KeyColumn.LAST_USED
                self.sort, moves = step, True
            case str():
                self.search = step
            case dict():
                self.keys = step
                self.pending = {key_id: enabled for key_id, enabled in self.pending.items() if key_id in step}
            case Uses(numbers):
                self.keys = used(self.keys, numbers)
            case Pends(key_id, None):
                self.pending.pop(key_id, None)
            case Pends(key_id, bool(enabled)) if key_id in self.keys:
                self.pending[key_id] = enabled
            case Clears():
                self.keys, self.pending, self.search = {}, {}, ""
        self._arrange(moves)

    def shown(self, key_id: str) -> ApiKey:
        """A key as it is shown."""
        return replace(self.keys[key_id], enabled=self.pending.get(key_id, self.keys[key_id].enabled))

    def _arrange(self, moves: bool) -> None:
        sought = self.search.strip().lower()
        rows = [key_id for key_id, each in self.keys.items() if sought in words_of(each).lower()]
        if not moves and self.sort in BY_USE and sorted(rows) == sorted(self.order):
            return
        rows.sort()
        rows.sort(key=lambda key_id: self.keys[key_id].created_ms, reverse=True)
        if self.sort is not None:
            rows.sort(key=lambda key_id: self._weight(self.shown(key_id)), reverse=self.descending)
        self.order = rows

    def _weight(self, each: ApiKey) -> Any:
        weights: dict[KeyColumn, Any] = {
            KeyColumn.DESCRIPTION: name_of(each).lower(),
            KeyColumn.KEY: each.hint,
            KeyColumn.STATUS: 0 if each.enabled else 1,
            KeyColumn.RATE_LIMIT: 10**9 if each.rate_limit_rpm is None else each.rate_limit_rpm,
            KeyColumn.ADDRESSES: (len(each.allowed_ips) or 10**9, each.allowed_ips),
            KeyColumn.CREATED: each.created_ms,
            KeyColumn.LAST_USED: float("-inf") if each.last_used_ms is None else each.last_used_ms,
            KeyColumn.REQUESTS: each.total_requests,
            KeyColumn.COST: each.total_cost_nano,
        }
        return weights[self.sort] if self.sort is not None else None


def name_of(each: ApiKey) -> str:
    name = each.description or each.hint
    return name.replace("\u202e", "\ufffd").replace("\u200f", "\ufffd").replace("\n", " ")


def words_of(each: ApiKey) -> str:
    return "\n".join([each.description, each.hint, each.id, *each.allowed_ips])


def used(keys: Mapping[str, ApiKey], numbers: list[int]) -> dict[str, ApiKey]:
    return {
        key_id: replace(
            each,
            total_requests=each.total_requests + numbers[IDS.index(key_id)],
            total_cost_nano=each.total_cost_nano + numbers[-1 - IDS.index(key_id)],
            last_used_ms=NOW_MS + numbers[IDS.index(key_id)],
        )
        for key_id, each in keys.items()
    }


def take(model: ApiKeysModel, plain: Plain, step: Step) -> None:
    plain.take(step)
    match step:
        case KeyColumn():
            model.sort_by(step)
        case str():
            model.set_search(step)
        case dict() | Uses():
            model.set_keys(plain.keys, NO_ROTATIONS)
        case Pends(key_id, enabled):
            model.set_pending(key_id, enabled)
        case Clears():
            model.clear()


@given(st.lists(STEPS, max_size=12))
@settings(max_examples=100, deadline=None)
def test_rows_are_as_a_plain_account_has_them(steps: list[Step]) -> None:
    model, plain = filled(), Plain()
    held: dict[str, QPersistentModelIndex] = {}
    for step in steps:
        take(model, plain, step)
        assert ids(model) == plain.order
        assert [model.key(row) for row in range(model.rowCount())] == [plain.shown(key_id) for key_id in plain.order]
        assert [model.row_of(key_id) for key_id in plain.order] == list(range(len(plain.order)))
        assert sorted(each.id for each in model.keys) == sorted(plain.keys)
        assert column(model, KeyColumn.REQUESTS) == [str(plain.keys[id_].total_requests) for id_ in plain.order]
        assert column(model, KeyColumn.STATUS) == [
            "Enabled" if plain.shown(key_id).enabled else "Disabled" for key_id in plain.order
        ]
        # What was held stays with its key as long as that has a row.
        held = {key_id: index for key_id, index in held.items() if key_id in plain.order}
        assert {key_id: index.row() for key_id, index in held.items()} == {
            key_id: plain.order.index(key_id) for key_id in held
        }
        for key_id in plain.order:
            held.setdefault(key_id, QPersistentModelIndex(model.index(plain.order.index(key_id), KeyColumn.COST)))


@given(st.lists(STEPS, max_size=10))
@settings(max_examples=60, deadline=None)
def test_every_cell_is_told_when_it_changes(steps: list[Step]) -> None:
    model, plain = filled(), Plain()
    seen: list[list[str]] = []

    def look_at_all() -> None:
        seen[:] = [[str(model.index(row, each).data()) for each in KeyColumn] for row in range(model.rowCount())]

    def look_at(first: Any, last: Any) -> None:
        for row in range(first.row(), last.row() + 1):
            for each in range(first.column(), last.column() + 1):
                seen[row][each] = str(model.index(row, each).data())

    for told in (model.modelReset, model.layoutChanged, model.rowsInserted, model.rowsRemoved):
        told.connect(look_at_all)
    model.dataChanged.connect(look_at)
    for step in steps:
        take(model, plain, step)
        shown = list(seen)
        look_at_all()
        assert shown == seen


# One event at a time.


def test_the_newest_key_is_first_until_a_column_orders() -> None:
    model = filled(key("key_1", "b", created_ms=1), key("key_2", "C", created_ms=3), key("key_3", "a", created_ms=2))
    orders, ordered_by = [ids(model)], [model.ordered_by]
    for _ in range(3):
        model.sort_by(KeyColumn.DESCRIPTION)
        orders.append(ids(model))
        ordered_by.append(model.ordered_by)
    assert orders == [
        ["key_2", "key_3", "key_1"],
        ["key_3", "key_1", "key_2"],
        ["key_2", "key_1", "key_3"],
        ["key_3", "key_1", "key_2"],
    ]
    description = KeyColumn.DESCRIPTION
    assert ordered_by == [(None, False), (description, False), (description, True), (description, False)]


@pytest.mark.parametrize("which", list(KeyColumn))
def test_figures_and_use_begin_with_the_largest(which: KeyColumn) -> None:
    model = filled(key())
    model.sort_by(which)
    assert model.ordered_by == (which, which in BY_USE)
    model.sort_by(which)
    assert model.ordered_by == (which, which not in BY_USE)


def test_no_limit_is_above_every_limit_and_any_address_above_every_list() -> None:
    model = filled(
        key("key_1", rate_limit_rpm=None, allowed_ips=()),
        key("key_2", rate_limit_rpm=100_000, allowed_ips=("::1", "::2")),
        key("key_3", rate_limit_rpm=1, allowed_ips=("::3",)),
    )
    for which in (KeyColumn.RATE_LIMIT, KeyColumn.ADDRESSES):
        model.sort_by(which)
        assert ids(model) == ["key_3", "key_2", "key_1"]


@pytest.mark.parametrize("which", BY_USE)
def test_use_alone_moves_no_row(which: KeyColumn) -> None:
    rested: dict[str, Any] = {"last_used_ms": None, "total_requests": 0, "total_cost_nano": 0}
    busy: dict[str, Any] = {"last_used_ms": NOW_MS, "total_requests": 99, "total_cost_nano": 99 * 10**9}
    model = filled(key("key_1"), key("key_2", **rested))
    model.sort_by(which)
    assert ids(model) == ["key_1", "key_2"]
    model.set_keys(by_id(key("key_1"), key("key_2", **busy)), NO_ROTATIONS)
    assert ids(model) == ["key_1", "key_2"]
    assert column(model, KeyColumn.LAST_USED) == ["4 min ago", "just now"]
    assert column(model, KeyColumn.REQUESTS) == ["10", "99"]
    assert column(model, KeyColumn.COST) == ["$1.00", "$99.00"]
    model.sort_by(KeyColumn.DESCRIPTION)
    model.sort_by(which)
    assert ids(model) == ["key_2", "key_1"]


def test_settings_move_rows_at_once() -> None:
    model = filled(key("key_1", "a"), key("key_2", "b"))
    model.sort_by(KeyColumn.DESCRIPTION)
    model.set_keys(by_id(key("key_1", "z"), key("key_2", "b")), NO_ROTATIONS)
    assert ids(model) == ["key_2", "key_1"]


def test_what_is_chosen_follows_its_key() -> None:
    model = filled(*(key(key_id, description) for key_id, description in zip(IDS, "dacbhgfe", strict=True)))
    selection = QItemSelectionModel(model)

    def chosen() -> list[str]:
        return [model.key(index.row()).id for index in selection.selectedRows()]

    flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
    selection.setCurrentIndex(model.index(2, KeyColumn.STATUS), flags)
    changes: list[Callable[[], None]] = [
        lambda: model.sort_by(KeyColumn.DESCRIPTION),
        lambda: model.sort_by(KeyColumn.DESCRIPTION),
        lambda: model.set_search("key_2"),
        lambda: model.set_search(""),
        lambda: model.set_pending("key_2", False),
        lambda: model.sort_by(KeyColumn.STATUS),
        lambda: model.set_keys(by_id(key("key_9", "new"), key("key_2", "other")), NO_ROTATIONS),
        lambda: model.set_keys(by_id(key("key_8"), key("key_2"), key("key_0")), NO_ROTATIONS),
        lambda: model.set_pending("key_2", None),
    ]
    for change in changes:
        change()
        assert chosen() == ["key_2"]
        assert model.key(selection.currentIndex().row()).id == "key_2"
        assert selection.currentIndex().column() == KeyColumn.STATUS
    model.set_keys(by_id(key("key_8")), NO_ROTATIONS)
    assert chosen() == []


def test_only_what_changes_is_written_anew() -> None:
    keys = by_id(*(key(key_id) for key_id in IDS))
    model = filled(*keys.values())
    written: list[tuple[int, int]] = []
    model.dataChanged.connect(lambda first, last: written.append((first.row(), last.row())))
    model.set_keys(dict(keys), NO_ROTATIONS)
    assert written == []
    model.set_keys(keys | {IDS[3]: replace(keys[IDS[3]], total_requests=11)}, NO_ROTATIONS)
    assert written == [(3, 3)]


def test_descriptions_keys_ids_and_addresses_are_searched() -> None:
    model = filled(
        key("key_1", "Straße", hint="binom_sk_…AAAA", allowed_ips=("203.0.113.0/24",)),
        key("key_2", "Laptop", hint="binom_sk_…9fQ2", allowed_ips=("2001:db8::/32",)),
    )
    found = []
    for text in ("STRASSE", " laptop ", "9FQ2", "key_1", "2001:DB8", "nothing has this", "", "   "):
        model.set_search(text)
        found.append(ids(model))
    both = ["key_1", "key_2"]
    assert found == [["key_1"], ["key_2"], ["key_2"], ["key_1"], ["key_2"], [], both, both]
    assert model.search == "   "
    model.set_search("nothing has this")
    assert len(model.keys) == 2
    assert model.count_text == "2 keys"
    assert model.row_of("key_1") is None


def test_a_pending_change_shows_at_once_and_rolls_back() -> None:
    model = filled(key("key_1"), key("key_2", rate_limit_rpm=None))
    changes = QSignalSpy(model.changed)
    model.set_pending("key_2", False)
    assert column(model, KeyColumn.STATUS) == ["Enabled", "Disabled"]
    assert (model.count_text, model.is_pending("key_2"), model.is_pending("key_1")) == (
        "2 keys, 1 disabled",
        True,
        False,
    )
    assert model.hints(model.key(1)) == ()
    known = model.find("key_2")
    assert known is not None
    assert known.enabled
    # An answer about something else meanwhile changes nothing of that.
    model.set_keys(by_id(key("key_1"), key("key_2", "Renamed", rate_limit_rpm=None)), NO_ROTATIONS)
    assert column(model, KeyColumn.STATUS) == ["Enabled", "Disabled"]
    assert column(model, KeyColumn.DESCRIPTION) == ["Production", "Renamed"]
    model.set_pending("key_2", None)
    assert column(model, KeyColumn.STATUS) == ["Enabled", "Enabled"]
    assert (model.count_text, model.is_pending("key_2")) == ("2 keys", False)
    assert [hint.kind for hint in model.hints(model.key(1))] == [HintKind.UNLIMITED]
    assert changes.count() == 3


def test_what_is_pending_goes_with_its_key_and_its_account() -> None:
    model = filled(key("key_1"), key("key_2"))
    for key_id in ("key_1", "key_2"):
        model.set_pending(key_id, False)
    model.set_keys(by_id(key("key_1")), NO_ROTATIONS)
    assert (model.is_pending("key_1"), model.is_pending("key_2")) == (True, False)
    model.clear()
    model.set_keys(by_id(key("key_1")), NO_ROTATIONS)
    assert not model.is_pending("key_1")
    assert column(model, KeyColumn.STATUS) == ["Enabled"]


def test_nothing_is_left_of_another_account() -> None:
    model = filled(key())
    model.set_account(account())
    model.set_search("prod")
    model.set_failed(Offline("x"))
    model.clear()
    assert (model.known, model.rowCount(), model.count_text, model.totals_text) == (False, 0, "", "")
    assert (model.search, model.error_text, list(model.keys), model.find("key_1")) == ("", "", [], None)
    assert not model.whole


def test_a_failure_is_told_and_what_was_shown_stays() -> None:
    model = filled(key())
    model.set_failed(Offline("x"))
    assert model.error_text.startswith("The server can't be reached.")
    assert ids(model) == ["key_1"]
    model.set_keys(by_id(key()), NO_ROTATIONS)
    assert model.error_text == ""


# Totals.


def of_account(requests: int, cost_nano: int, sequence: int) -> Any:
    told = account()
    balance = replace(told.balance, total_requests=requests, total_usage_nano=cost_nano, last_sequence=sequence)
    return replace(told, balance=balance)


def test_keys_and_deleted_keys_make_the_accounts_total() -> None:
    model = filled(
        key("key_1", total_requests=1_000, total_cost_nano=2_500_000_000),
        key("key_2", total_requests=234, total_cost_nano=0),
    )
    assert model.totals_text == "1,234 requests · $2.50"
    model.set_account(of_account(2_000, 3_500_000_000, 48_213))
    assert model.totals_text == "1,234 requests · $2.50, and 766 requests · $1.00 with keys that are deleted"
    assert model.whole
    # A search changes nothing of it.
    model.set_search("nothing has this")
    assert "766 requests · $1.00" in model.totals_text
    model.set_account(of_account(1_234, 2_500_000_000, 48_213))
    assert model.totals_text == "1,234 requests · $2.50"


@pytest.mark.parametrize(
    ("requests", "cost_nano", "sequence"),
    [
        # The account counts further than the keys, or the keys further than the account.
        (2_000, 3 * 10**9, 48_214),
        (2_000, 3 * 10**9, 48_212),
        # What is left would be less than nothing.
        (9, 3 * 10**9, 48_213),
        (2_000, 10**9 - 1, 48_213),
    ],
)
def test_figures_of_two_moments_have_no_difference(requests: int, cost_nano: int, sequence: int) -> None:
    model = filled(key())
    model.set_account(of_account(requests, cost_nano, sequence))
    assert model.totals_text == "10 requests · $1.00"
    assert model.whole is (sequence <= 48_213)


def test_one_key_that_lags_behind_tells_no_total() -> None:
    model = filled(key("key_1"), key("key_2", last_sequence=48_000))
    model.set_account(of_account(2_000, 3 * 10**9, 48_213))
    assert model.totals_text == "20 requests · $2.00"
    assert not model.whole


@given(
    st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 10**15)), min_size=1, max_size=5),
    st.tuples(st.integers(1, 10**6), st.integers(0, 10**15)),
)
@settings(max_examples=60, deadline=None)
def test_totals_add_up(parts: list[tuple[int, int]], gone: tuple[int, int]) -> None:
    made = [
        key(key_id, total_requests=requests, total_cost_nano=cost // 10**7 * 10**7)
        for key_id, (requests, cost) in zip(IDS, parts, strict=False)
    ]
    cost_nano = sum(each.total_cost_nano for each in made) + gone[1] // 10**7 * 10**7
    requests = sum(each.total_requests for each in made) + gone[0]
    model = filled(*made)
    model.set_account(of_account(requests, cost_nano, 48_213))
    words = model.totals_text.replace(",", "").replace("$", "").split()
    counts = [int(words[place - 1]) for place, word in enumerate(words) if word == "requests"]
    costs = [round(float(words[place + 1]) * 100) for place, word in enumerate(words) if word == "·"]
    assert sum(counts) == requests
    assert sum(costs) * 10**7 == cost_nano


def test_an_account_is_only_news_if_its_figures_are() -> None:
    model = filled(key())
    changes = QSignalSpy(model.changed)
    model.set_account(account())
    model.set_account(replace(account(), email="other@example.org"))
    assert changes.count() == 1
    model.set_account(of_account(1, 1, 1))
    assert changes.count() == 2


# What stands in the cells.


def test_cells_titles_and_sides() -> None:
    model = filled(key())
    horizontal = Qt.Orientation.Horizontal
    titles = [model.headerData(each, horizontal) for each in KeyColumn]
    assert titles == [
        "Description",
        "Key",
        "Status",
        "Rate Limit",
        "IP Restrictions",
        "Created",
        "Last Used",
        "Requests",
        "Cost",
    ]
    assert [model.index(0, each).data() for each in KeyColumn] == [
        "Production",
        "binom_sk_…1fQ2",
        "Enabled",
        "60 RPM",
        "203.0.113.7",
        "Mar 03, 2026",
        "4 min ago",
        "10",
        "$1.00",
    ]
    right = [
        each
        for each in KeyColumn
        if Qt.AlignmentFlag(model.index(0, each).data(Qt.ItemDataRole.TextAlignmentRole)) & Qt.AlignmentFlag.AlignRight
    ]
    assert set(right) == NUMERIC
    for each in KeyColumn:
        side = Qt.ItemDataRole.TextAlignmentRole
        assert model.headerData(each, horizontal, side) == model.index(0, each).data(side)
    assert model.headerData(0, Qt.Orientation.Vertical) is None


def test_tooltips_tell_what_cells_leave_out() -> None:
    model = filled(
        key(allowed_ips=("203.0.113.0/24", "::1"), total_cost_nano=1_234_567_891, rate_limit_rpm=None),
    )
    tips = {each: model.index(0, each).data(Qt.ItemDataRole.ToolTipRole) for each in KeyColumn}
    assert tips[KeyColumn.DESCRIPTION] == (
        "Production\nNo rate limit: whoever gets hold of it can spend your credits at full speed. Set one."
    )
    assert tips[KeyColumn.ADDRESSES] == "203.0.113.0/24\n::1"
    assert tips[KeyColumn.CREATED] == "2026-03-03 08:15:30 UTC"
    assert tips[KeyColumn.LAST_USED] == "2026-11-23 08:11:30 UTC"
    assert tips[KeyColumn.COST] == "$1.234567891"
    spoken = model.index(0, 0).data(Qt.ItemDataRole.AccessibleDescriptionRole)
    assert spoken == tips[KeyColumn.DESCRIPTION]
    assert model.index(0, 1).data(Qt.ItemDataRole.AccessibleDescriptionRole) is None


def test_a_rotation_is_told_until_it_ends() -> None:
    old, new = key("key_1", "Old"), key("key_2", "New", last_used_ms=None, created_ms=NOW_MS)
    model = filled(old, new)
    rotations = {"key_1": KeyRotation("key_1", "key_2", NOW_MS - 10 * MINUTE_MS)}
    model.set_keys(by_id(old, new), rotations)
    assert model.rotation("key_1") == rotations["key_1"]
    assert (model.rotation_stage(old), model.rotation_stage(new)) == (RotationStage.IN_USE, None)
    assert model.rotation_text(old).startswith("Being replaced by “New” (binom_sk_…2fQ2).")
    row = model.row_of("key_1")
    assert row is not None
    assert model.rotation_text(old) in model.index(row, 0).data(Qt.ItemDataRole.ToolTipRole)
    # The successor was deleted.
    model.set_keys(by_id(old), rotations)
    assert model.rotation_text(old).startswith("Being replaced by another key.")
    model.set_keys(by_id(old, new), NO_ROTATIONS)
    assert (model.rotation("key_1"), model.rotation_stage(old), model.rotation_text(old)) == (None, None, "")


def test_ages_go_on_with_the_clock() -> None:
    clock = [NOW_MS]
    model = ApiKeysModel(now_ms=lambda: clock[0])
    model.refresh_ages()
    model.set_keys(by_id(key()), NO_ROTATIONS)
    model.set_keys(by_id(key()), {"key_1": KeyRotation("key_1", "key_2", NOW_MS)})
    written: list[int] = []
    model.dataChanged.connect(lambda first, last: written.extend(range(first.column(), last.column() + 1)))
    before = str(model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole))
    clock[0] += HOUR_MS
    model.refresh_ages()
    assert column(model, KeyColumn.LAST_USED) == ["1 h ago"]
    assert model.last_used_text(key()) == "1 h ago"
    # The rotation went on as well, and the description's cell tells it.
    assert str(model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole)) != before
    assert model.rotation_stage(key()) is RotationStage.SILENT
    assert {KeyColumn.DESCRIPTION, KeyColumn.LAST_USED} <= set(written)


def test_hostile_text_is_plain() -> None:
    model = filled(key(HOSTILE_NAME, HOSTILE_NAME, hint=HOSTILE_NAME, allowed_ips=(HOSTILE_NAME,)))
    model.set_keys(dict.fromkeys((HOSTILE_NAME,), model.key(0)), {HOSTILE_NAME: KeyRotation(HOSTILE_NAME, "x", 0)})
    for each in KeyColumn:
        cell = str(model.index(0, each).data())
        assert not {"\n", "\u202e", "\u200f"} & set(cell)
        tip = str(model.index(0, each).data(Qt.ItemDataRole.ToolTipRole))
        assert not {"\u202e", "\u200f"} & set(tip)
        assert "<b>" not in tip
    assert column(model, KeyColumn.DESCRIPTION)[0].startswith("<b>bold</b>")
    assert "&lt;b&gt;bold" in str(model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole))


def test_hundreds_of_keys_come_and_go() -> None:
    keys = by_id(*(key(f"key_{number}", f"Key {number}", created_ms=number) for number in range(200)))
    model = filled(*keys.values())
    for text in ("7", "", "99", ""):
        model.set_search(text)
        assert model.rowCount() == sum(text in words_of(each) for each in keys.values())
    model.sort_by(KeyColumn.CREATED)
    assert ids(model)[:2] == ["key_0", "key_1"]


def test_a_detail_is_shown_only_while_its_key_is_looked_at() -> None:
    detail = KeyDetailModel(now_ms=now_ms)
    changes = QSignalSpy(detail.changed)
    detail.set_key_id("key_1")
    detail.set_key_id("key_1")
    assert (detail.key_id, detail.known, changes.count()) == ("key_1", False, 1)
    detail.set_failed("key_2", Offline("x"))
    assert changes.count() == 1
    detail.set_failed("key_1", Offline("x"))
    assert changes.count() == 2
    usage = overview()
    of_key = KeyDetail(
        "key_1", usage.days[0].day or TODAY, TODAY, usage.days, usage.models, usage.recent, usage.source, NOW_MS
    )
    detail.set_detail(replace(of_key, key_id="key_2"))
    known = [detail.known]
    detail.set_detail(of_key)
    known.append(detail.known)
    assert (detail.days.rowCount(), detail.failed.rowCount()) == (30, 10)
    assert detail.models.rowCount() > 0
    detail.set_key_id("key_2")
    known.append(detail.known)
    assert (detail.models.rowCount(), detail.failed.rowCount()) == (0, 0)
    detail.set_detail(of_key)
    known.append(detail.known)
    detail.set_key_id(None)
    known.append(detail.known)
    assert known == [False, True, False, False, False]
