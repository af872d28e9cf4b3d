"""Lock files must not record where something was downloaded, and everything in them must be pinned by hash."""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PINNED = re.compile(r"^[a-z0-9][\w.\-]*==\S+ \\$", re.IGNORECASE)


def problems() -> list[str]:
    """One line for each finding."""
    found = []
    for name in ("requirements.txt", "requirements-dev.txt"):
        lines = [line for line in (ROOT / name).read_text().splitlines() if line and not line.startswith((" ", "#"))]
        found += [f"{name}: not pinned with a hash, or an address: {line}" for line in lines if not PINNED.match(line)]
    if '"resolved"' in (ROOT / "package-lock.json").read_text():
        found.append("package-lock.json records download addresses; set omit-lockfile-registry-resolved=true")
    return found


if __name__ == "__main__":
    sys.exit("\n".join(problems()) or 0)
