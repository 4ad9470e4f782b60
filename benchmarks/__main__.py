"""Every benchmark in turn, or those that are named: `python -m benchmarks [NAME …]`.

The exit status is 1 where one of them misses its own budget.
"""

import importlib
import os
import pkgutil
import sys
import time

import benchmarks


def main() -> int:
    """Run each module that has a `main`, on a quiet machine."""
    worst = 0
    for name in sys.argv[1:] or [each.name for each in pkgutil.iter_modules(benchmarks.__path__)]:
        run = getattr(importlib.import_module(f"benchmarks.{name}"), "main", None) if name != "__main__" else None
        if run is not None:
            wait_for_idle()
            print(f"== {name}", flush=True)
            worst = max(worst, run() or 0)
    return worst


def wait_for_idle(at_most: float = 60.0) -> None:
    """Figures of a busy machine are none: wait until it is quiet, and say so where it does not become so."""
    until = time.monotonic() + at_most
    while os.getloadavg()[0] > 0.7 * (os.cpu_count() or 1):
        if time.monotonic() > until:
            print(f"warning: the machine is busy (load {os.getloadavg()[0]:.1f}); take the figures with care")
            return
        time.sleep(2)


if __name__ == "__main__":
    raise SystemExit(main())
