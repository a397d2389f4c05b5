"""Spares what libraries do when they are imported, and nothing here needs."""

from __future__ import annotations

import builtins
import importlib
import os
import sys
from types import ModuleType

# Where Python's documentation of zoneinfo says that time zones are, beside those of the package tzdata.
_TIME_ZONES = ("/usr/share/zoneinfo", "/usr/lib/zoneinfo", "/usr/share/lib/zoneinfo", "/etc/zoneinfo")
# httpx's command line, and what does nothing but write the texts that ``help()`` shows of numpy.
_UNNEEDED = ("httpx._main", "numpy._core._add_newdocs", "numpy._core._add_newdocs_scalars")


def import_plainly() -> None:
    """Take back what PySide6 puts in place of ``__import__``, before anything else is imported.

    Its own reads the source of every module, to see whether it may ask for PySide6's ``__feature__``, which nothing
    here does. That takes a third of the time of all imports, and all those sources stay in memory: 25 MB.
    """
    importlib.import_module("PySide6.QtCore")
    original = vars(builtins).get("__orig_import__")
    if original is not None:
        vars(builtins)["__import__"] = original


def import_libraries_plainly() -> None:
    """See to it that those which nobody has imported yet do no more than is needed here.

    To learn its folders zoneinfo reads everything that Python was built with. httpx brings a command line along, 4 MB,
    where the libraries for that are installed. numpy starts threads and puts texts into itself. The threads, one for
    each processor, are for products of large matrices, of which there are none here. Until they sleep they take 40 ms
    of a processor, which the start lacks; the texts take 6 ms.
    """
    if os.name == "posix":
        os.environ.setdefault("PYTHONTZPATH", os.pathsep.join(_TIME_ZONES))
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    for name in _UNNEEDED:
        sys.modules.setdefault(name, ModuleType(name))
