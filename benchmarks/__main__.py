"""Every benchmark in turn; the exit status is 1 where one of them misses its own budget."""

import importlib
import pkgutil

import benchmarks


def main() -> int:
    """Run each module that has a `main`."""
    worst = 0
    for module in pkgutil.iter_modules(benchmarks.__path__):
        if module.name.startswith("_"):
            continue
        print(f"== {module.name}")
        run = getattr(importlib.import_module(f"benchmarks.{module.name}"), "main", None)
        worst = max(worst, run() or 0) if run else worst
    return worst


if __name__ == "__main__":
    raise SystemExit(main())
