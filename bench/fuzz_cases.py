"""What a run of the fuzzer left: its cases counted, its failures told once each."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

LONGEST_TOLD = 160


@dataclass
class Cases:
    """Of one caller or of all: how many cases, which statuses, the slowest, what was wrong and how often."""

    count: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    slowest_ms: int = 0
    wrong: Counter[tuple[str, str, str]] = field(default_factory=Counter)

    def add(self, other: "Cases") -> None:
        """Take in those of another caller."""
        self.count += other.count
        self.statuses += other.statuses
        self.slowest_ms = max(self.slowest_ms, other.slowest_ms)
        self.wrong += other.wrong

    @property
    def errors(self) -> int:
        """Answers that are the service's own fault."""
        return sum(count for status, count in self.statuses.items() if status >= 500)


def cases_of(report: Path) -> Cases:
    """What the report of a run tells; a run that was stopped tells of what it had done."""
    found = Cases()
    for recorder in _recorders(report):
        found.count += len(recorder.get("interactions", {}))
        for interaction in recorder.get("interactions", {}).values():
            answer = interaction.get("response") or {}
            found.statuses[int(answer.get("status_code") or 0)] += 1
            found.slowest_ms = max(found.slowest_ms, round(1000 * float(answer.get("elapsed") or 0)))
        for checks in recorder.get("checks", {}).values():
            for check in checks:
                if check.get("status") != "success":
                    found.wrong[_told(recorder["label"], check)] += 1
    return found


def _recorders(report: Path) -> Iterator[dict[str, Any]]:
    with report.open(encoding="utf-8") as lines:
        for line in lines:
            try:
                event = json.loads(line)
            except json.JSONDecodeError:
                continue  # the last line of a run that was stopped
            for name in ("ScenarioFinished", "FuzzScenarioFinished"):
                if name in event:
                    yield event[name]["recorder"]


def _told(label: str, check: dict[str, Any]) -> tuple[str, str, str]:
    failure = (check.get("failure_info") or {}).get("failure") or {}
    message = " ".join(str(failure.get("message", "")).split())
    return label, str(failure.get("title", check.get("name"))), message[:LONGEST_TOLD]
