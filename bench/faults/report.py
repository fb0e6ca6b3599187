"""The table that is printed, and whether every promise was kept."""

import statistics
from collections.abc import Sequence

from bench.faults.harm import LIMITS, Recovery
from bench.faults.ledger import Ledger
from bench.faults.verdict import Check

__all__ = ["Check", "is_sound", "text"]


def text(ledger: Ledger, recoveries: Sequence[Recovery], checks: Sequence[Check]) -> str:
    """What happened, how long it was felt, and what the comparison gave."""
    return "\n".join([*_faults(recoveries), "", *_answers(ledger), "", *_checks(checks), *_breaches(ledger)])


def _faults(recoveries: Sequence[Recovery]) -> list[str]:
    lines = [f"{'fault':<22} {'times':>5} {'median s':>9} {'longest s':>10} {'promised':>9} {'late':>5}"]
    for fault in LIMITS:
        seconds = [recovery.seconds for recovery in recoveries if recovery.fault == fault]
        if seconds:
            late = sum(second > LIMITS[fault] for second in seconds)
            lines.append(
                f"{fault:<22} {len(seconds):>5} {statistics.median(seconds):>9.2f} {max(seconds):>10.2f}"
                f" {LIMITS[fault]:>9.0f} {late:>5}"
            )
    return lines


def _answers(ledger: Ledger) -> list[str]:
    again = sum(answer.tries > 1 for answer in ledger.acknowledged)
    lines = [
        f"{len(ledger.acknowledged)} writes acknowledged, {again} of them only after being sent again;"
        f" {ledger.replays} sent once more on purpose."
    ]
    faulty = {name: count for name, count in sorted(ledger.answers.items()) if ": 2" not in name}
    return lines + [f"  while broken: {name:<48} {count:>6}" for name, count in faulty.items()]


def _checks(checks: Sequence[Check]) -> list[str]:
    lines = [f"{'compared with the database':<62} {'compared':>9} {'wrong':>6}"]
    return lines + [line for check in checks for line in check.lines()]


def _breaches(ledger: Ledger) -> list[str]:
    unexcused = [f"without the queue, a write was answered {name}" for name in refused_without_queue(ledger)]
    return ["", *(f"BREACH: {line}" for line in (*ledger.surprises, *unexcused))]


def refused_without_queue(ledger: Ledger) -> list[str]:
    """Answers 5xx while only the queue was broken: it is a hurry-up, and no write needs it."""
    return [name for name in ledger.answers if name.startswith("queue") and ": 5" in name]


def is_sound(ledger: Ledger, recoveries: Sequence[Recovery], checks: Sequence[Check], *, timed: bool) -> bool:
    """True when nothing was lost or doubled and, where times are judged, everything was back in time."""
    in_time = all(recovery.is_in_time for recovery in recoveries) if timed else True
    right = all(check.wrong == 0 and check.compared > 0 for check in checks)
    return in_time and right and not ledger.surprises and not refused_without_queue(ledger)
