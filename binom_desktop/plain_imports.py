"""Spares what libraries do when they are imported, and nothing here needs."""

from __future__ import annotations

import builtins
import importlib
import os
import sys
from types import ModuleType

# They do nothing but write the texts that ``help()`` shows.
_TEXTS_OF_NUMPY = ("numpy._core._add_newdocs", "numpy._core._add_newdocs_scalars")


def import_plainly() -> None:
    """Take back what PySide6 puts in place of ``__import__``, before anything else is imported.

    Its own reads the source of every module, to see whether it may ask for PySide6's ``__feature__``, which nothing
    here does. That takes a third of the time of all imports, and all those sources stay in memory: 25 MB.
    """
    importlib.import_module("PySide6.QtCore")
    original = vars(builtins).get("__orig_import__")
    if original is not None:
        vars(builtins)["__import__"] = original


def import_numpy_plainly() -> None:
    """See to it that numpy, which nobody has imported yet, starts no threads, and puts no texts into itself.

    The threads, one for each processor, are for products of large matrices, of which there are none here. Until they
    sleep they take 40 ms of a processor, which the start lacks; the texts take 6 ms.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    for name in _TEXTS_OF_NUMPY:
        sys.modules.setdefault(name, ModuleType(name))
