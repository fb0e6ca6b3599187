"""Every small change of each function of some modules, written in their place; runs where mutmut is installed."""

import json
import sys
from multiprocessing import Pool
from pathlib import Path

from mutmut.mutation.file_mutation import mutate_file_contents


def main(arguments: list[str]) -> int:
    """Rewrites the modules of one package so that each changed function can be chosen by name; lists the names."""
    package, listed = Path(arguments[0]), Path(arguments[1])
    with Pool() as pool:
        names = [name for some in pool.imap(_changed, sorted(package.rglob("*.py"))) for name in some]
    listed.write_text(json.dumps(names), encoding="utf-8")
    return 0


def _changed(file: Path) -> list[str]:
    changed = mutate_file_contents(str(file), file.read_text(encoding="utf-8"))
    file.write_text(changed.code, encoding="utf-8")
    module = ".".join(file.with_suffix("").parts).removesuffix(".__init__")
    return [f"{module}.{name}" for name in changed.mutant_names]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
