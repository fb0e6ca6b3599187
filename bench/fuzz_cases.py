"""What a run of the fuzzer left: its cases counted, its failures told once each."""

from collections import Counter
from dataclasses import dataclass, field


@dataclass
class Cases:
    """Of one caller or of all: how many cases, which statuses, the slowest, what was wrong and how often."""

    count: int = 0
    unsendable: int = 0
    """Drawn, but nothing that HTTP can carry."""
    statuses: Counter[int] = field(default_factory=Counter)
    slowest_ms: int = 0
    wrong: Counter[tuple[str, str, str]] = field(default_factory=Counter)

    def add(self, other: "Cases") -> None:
        """Take in those of another caller."""
        self.count += other.count
        self.unsendable += other.unsendable
        self.statuses += other.statuses
        self.slowest_ms = max(self.slowest_ms, other.slowest_ms)
        self.wrong += other.wrong

    @property
    def errors(self) -> int:
        """Answers that are the service's own fault."""
        return sum(count for status, count in self.statuses.items() if status >= 500)
