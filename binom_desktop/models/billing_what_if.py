"""What if: the models that the same tokens could have gone to, and what they would have cost there."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from typing_extensions import override

from binom_desktop.billing_values import PRICES_PART, TOKENS_PART, UsedTokens
from binom_desktop.domain import FigureSource, Model
from binom_desktop.presentation import billing_text
from binom_desktop.presentation import format as text_format
from binom_desktop.queries import DatePreset, DateRange

_Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()


class WhatIfModel(QAbstractListModel):
    """One row a model, in the server's order; a model without prices can't be chosen and says why.

    ``changed`` comes when the sentence may say something else. The chosen model stays chosen while it has prices.
    """

    changed = Signal()

    def __init__(self, *, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._models: tuple[Model, ...] = ()
        self._chosen = ""
        self._tokens: UsedTokens | None = None
        self._period = DateRange(DatePreset.PAST_30_DAYS)
        self._errors: dict[str, Exception] = {}

    @property
    def period(self) -> DateRange:
        """Which UTC days are compared."""
        return self._period

    @property
    def chosen_row(self) -> int:
        """Where the chosen model stands; -1 while there is none."""
        return next((row for row, model in enumerate(self._models) if model.id == self._chosen), -1)

    @property
    def chosen(self) -> Model | None:
        """The model that is compared with."""
        return self._models[self.chosen_row] if self.chosen_row >= 0 else None

    @property
    def loading(self) -> bool:
        """Whether the answer is still on its way."""
        known = self._tokens is not None and self._tokens.period == self._period and bool(self._models)
        return not known and not self._errors

    @property
    def text(self) -> str:
        """The comparison in a sentence, or why there is none."""
        tokens, model = self._tokens, self.chosen
        if tokens is not None and tokens.period == self._period and model is not None:
            return billing_text.what_if_text(tokens, model)
        if self._errors:
            return self.tr("This could not be computed: {reason}").format(
                reason=text_format.safe_line(str(next(iter(self._errors.values()))))
            )
        if self._models and model is None:
            return self.tr("The server tells no model's prices.")
        return self.tr("Computing…")

    @property
    def detail(self) -> str:
        """What the sum was made of and how old that is."""
        tokens, model = self._tokens, self.chosen
        if tokens is None or model is None or tokens.period != self._period:
            return ""
        source = self.tr("From the server's sums")
        if tokens.source is FigureSource.HISTORY:
            source = self.tr("From the history kept here")
        as_of = self.tr("{source}, as of {time} UTC").format(source=source, time=text_format.timestamp(tokens.as_of_ms))
        errors = [text_format.safe_line(str(error)) for error in self._errors.values()]
        return "\n".join((billing_text.what_if_detail(tokens, model), as_of, *errors))

    def set_models(self, models: tuple[Model, ...]) -> None:
        """Offer these models; without a choice the first one with prices is compared."""
        self._errors.pop(PRICES_PART, None)
        if models != self._models:
            self.beginResetModel()
            self._models = models
            priced = [model.id for model in models if _has_prices(model)]
            if self._chosen not in priced:
                self._chosen = priced[0] if priced else ""
            self.endResetModel()
        self.changed.emit()

    def set_tokens(self, tokens: UsedTokens) -> None:
        """Compare these tokens, if they are of the chosen period."""
        if tokens.period == self._period:
            self._errors.pop(TOKENS_PART, None)
            self._tokens = tokens
            self.changed.emit()

    def set_failed(self, part: str, error: Exception) -> None:
        """Say that models or tokens could not be read; other parts are not ours."""
        if part in {PRICES_PART, TOKENS_PART}:
            self._errors[part] = error
            self.changed.emit()

    def choose(self, row: int) -> None:
        """Compare with the model in ``row``; one without prices changes nothing."""
        if 0 <= row < len(self._models) and _has_prices(self._models[row]) and row != self.chosen_row:
            self._chosen = self._models[row].id
            self.changed.emit()

    def set_period(self, period: DateRange) -> None:
        """Compare these UTC days."""
        if period != self._period:
            self._period = period
            self._errors.pop(TOKENS_PART, None)
            self.changed.emit()

    def clear(self) -> None:
        """Forget everything but the period: another account comes."""
        self.beginResetModel()
        self._models, self._chosen, self._tokens = (), "", None
        self._errors.clear()
        self.endResetModel()
        self.changed.emit()

    @override
    def rowCount(self, parent: _Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._models)

    @override
    def flags(self, index: _Index) -> Qt.ItemFlag:
        if index.isValid() and index.row() < len(self._models) and not _has_prices(self._models[index.row()]):
            return Qt.ItemFlag.NoItemFlags
        return super().flags(index)

    @override
    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._models):
            return None
        model = self._models[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            name = text_format.safe_line(model.id)
            return name if _has_prices(model) else f"{name} ({billing_text.prices_text(model)})"
        if role == Qt.ItemDataRole.ToolTipRole:
            return text_format.plain_tooltip(f"{text_format.safe_line(model.id)}\n{billing_text.prices_text(model)}")
        return None


def _has_prices(model: Model) -> bool:
    return model.input_price_per_million_nano is not None and model.output_price_per_million_nano is not None
