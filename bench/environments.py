"""Environments of their own for what a measurement needs and the service does not."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path


def python_with(name: str, *requirements: Path) -> Path:
    """The Python of an environment with what these files require and nothing else, made the first time in the cache."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    digest = hashlib.sha256(b"".join(file.read_bytes() for file in requirements)).hexdigest()[:12]
    folder = cache / "clause" / f"bench-{name}-{digest}"
    python, uv = folder / "bin" / "python", [sys.executable, "-m", "uv"]
    subprocess.run([*uv, "venv", "-q", "--allow-existing", "--python", sys.executable, str(folder)], check=True)
    sync = ["pip", "sync", "-q", "--require-hashes", "--python", str(python), *map(str, requirements)]
    subprocess.run([*uv, *sync], check=True)
    return python
