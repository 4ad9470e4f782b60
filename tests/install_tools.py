"""Installs the programs that some tests drive: Chromium for pages, LibreOffice and poppler for documents.

Where that is not possible, says loudly which tests are left out; pytest then skips them by their markers.
"""

import shutil
import subprocess
import sys

PROGRAMS = {
    "browser": (("/usr/bin/chromium",), ("chromium",)),
    "office": (
        ("soffice", "pdftoppm"),
        ("libreoffice-writer-nogui", "libreoffice-calc-nogui", "poppler-utils", "fonts-liberation"),
    ),
}


def missing() -> dict[str, tuple[str, ...]]:
    """Marker → Debian packages that are still wanted for its tests."""
    return {
        marker: packages
        for marker, (programs, packages) in PROGRAMS.items()
        if not all(shutil.which(program) for program in programs)
    }


def main() -> int:
    """Install what is missing; never fails, since every other test can still run."""
    wanted = [package for packages in missing().values() for package in packages]
    if wanted and shutil.which("apt-get"):
        subprocess.run(["apt-get", "update", "-qq"], check=False)
        subprocess.run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", *wanted], check=False)
    for marker, packages in missing().items():
        line = f"TESTS LEFT OUT: those marked '{marker}' need the Debian packages {' '.join(packages)}"
        sys.stderr.write(f"\n{'!' * len(line)}\n{line}\n{'!' * len(line)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
