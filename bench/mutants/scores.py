"""What the verdicts on all changes say."""

import re
from collections import Counter
from collections.abc import Iterable

PROMISED = 0.85
_VERDICT = re.compile(r"^clause\.\w+\.(?P<module>[\w.]+)\.(?P<name>xǁ?_?\S+?)__mutmut_\d+ (?P<verdict>\w+)$")


def report(lines: Iterable[str]) -> int:
    """Prints the score of each module and the functions whose changes went unnoticed; 0 when enough were noticed."""
    verdicts: dict[str, Counter[str]] = {}
    unnoticed: Counter[str] = Counter()
    for line in lines:
        found = _VERDICT.match(line)
        if found is None:
            raise ValueError(line)
        verdicts.setdefault(found["module"], Counter())[found["verdict"]] += 1
        if found["verdict"] != "noticed":
            unnoticed[f"{found['module']}.{found['name']}"] += 1
    print(f"{'module':<40} {'changes':>8} {'noticed':>8} {'no test':>8}")
    for module, counts in sorted(verdicts.items()):
        share = counts["noticed"] / counts.total()
        print(f"{module:<40} {counts.total():>8} {share:>8.1%} {counts['unreached']:>8}")
    for name, count in unnoticed.most_common(30):
        print(f"  unnoticed: {count:>4} of {name}")
    total = sum(verdicts.values(), Counter[str]())
    score = total["noticed"] / total.total() if total else 0.0
    reached = total["noticed"] / (total["noticed"] + total["lived"]) if total else 0.0
    print(
        f"{total.total()} changes, {score:.1%} noticed (promised {PROMISED:.0%}), {reached:.1%} of those a test reaches"
    )
    return 0 if score >= PROMISED else 1
