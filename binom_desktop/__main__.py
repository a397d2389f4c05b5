"""Starts the app: arguments to ``Options`` to ``app.run``."""

from __future__ import annotations

import sys

from binom_desktop.options import parse_options
from binom_desktop.plain_imports import import_libraries_plainly, import_plainly
from binom_desktop.start_pace import begin_start

RUN_SANDBOX = "--run-sandbox"


def main() -> int:
    """Run the app, or inside a bundle, where there is no other Python, the sandbox; the answer is the exit code."""
    if sys.argv[1:2] == [RUN_SANDBOX]:
        from binom_desktop.sandbox.__main__ import main as run_sandbox

        del sys.argv[1]
        return run_sandbox()
    options = parse_options(sys.argv[1:])
    begin_start()
    import_plainly()
    import_libraries_plainly()
    from binom_desktop.app import run

    return run(options)


if __name__ == "__main__":
    sys.exit(main())
