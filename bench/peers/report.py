"""The run as tables: each kind of call on the three, what is asked one at a time, memory, and the promises."""

import statistics
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bench.peers.rounds import Kind3, Sample
from bench.peers.singles import Singles
from bench.results import spread


@dataclass(frozen=True)
class Memory:
    """Proportional memory in MiB of all web processes of a service, and the seconds until it was ready."""

    ready_s: float
    idle: float
    loaded: float
    in_csv: float
    after_csv: float


def shown(samples: Sequence[Sample]) -> Sequence[Sample]:
    """The samples without the warm-up."""
    return samples[1:]


def rates(samples: Sequence[Sample]) -> list[float]:
    """Calls a second of each round."""
    return [sample.measure.per_second for sample in shown(samples)]


def shares(ours: Sequence[Sample], others: Sequence[Sample]) -> list[float]:
    """Our calls a second for each of theirs, round by round."""
    return [one / other for one, other in zip(rates(ours), rates(others), strict=True)]


def table(rows: Sequence[Sequence[str]]) -> str:
    """Rows, the headings first, as a table in Markdown."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [" | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows]
    lines.insert(1, " | ".join("-" * width for width in widths))
    return "\n".join(f"| {line} |" for line in lines)


def calls(kinds: Sequence[Kind3]) -> str:
    """Calls a second, and how they compare: medians over the rounds (least–most)."""
    bare = kinds[-1]
    rows: list[tuple[str, ...]] = [
        (
            "16 keep-alive connections",
            "Clause, calls/s",
            "p95, ms",
            "pgbench, same statements/s",
            "share of pgbench",
            "share of a bare INSERT",
            "Django, calls/s",
            "p95, ms",
            "Clause ÷ Django",
            "÷ its best round",
        )
    ]
    for kind in kinds:
        rows.append((kind.work.title, *_of_clause(kind), _number(rates(kind.pgbench)), *_compared(kind, bare)))
    return table(rows)


def _of_clause(kind: Kind3) -> tuple[str, str]:
    return (_number(rates(kind.clause)), _p95(kind.clause)) if kind.clause else ("", "")


def _compared(kind: Kind3, bare: Kind3) -> tuple[str, ...]:
    if not kind.clause:
        return ("",) * 6
    return (
        spread(shares(kind.clause, kind.pgbench), _percent),
        spread(shares(kind.clause, bare.pgbench), _percent) if kind.work.is_post else "",
        _number(rates(kind.peer)),
        _p95(kind.peer),
        spread(shares(kind.clause, kind.peer), _times),
        _times(of_best_round(kind)),
    )


def of_best_round(kind: Kind3) -> float:
    """Clause's median for each call of the peer in its best round."""
    return statistics.median(rates(kind.clause)) / max(rates(kind.peer))


def processors(kinds: Sequence[Kind3]) -> str:
    """Processor time of one call, which says more than the clock on a machine that does other things: medians."""
    rows = [
        (
            "processor time of one call, ms",
            "statements",
            "Clause, web",
            "PostgreSQL",
            "pgbench: PostgreSQL",
            "Django, web",
            "PostgreSQL",
            "busiest process, Clause / Django",
            "load generator, of one core",
        )
    ]
    for kind in kinds:
        if not kind.clause:
            continue
        busiest = [f"{_median(samples, lambda one: one.busiest):.0%}" for samples in (kind.clause, kind.peer)]
        generator = [_median(samples, lambda one: one.measure.own_share) for samples in (kind.clause, kind.peer)]
        rows.append(
            (
                kind.work.title,
                str(len(kind.work.queries)),
                f"{_median(kind.clause, lambda one: one.web_ms):.2f}",
                f"{_median(kind.clause, lambda one: one.database_ms):.2f}",
                f"{_median(kind.pgbench, lambda one: one.database_ms):.2f}",
                f"{_median(kind.peer, lambda one: one.web_ms):.2f}",
                f"{_median(kind.peer, lambda one: one.database_ms):.2f}",
                " / ".join(busiest),
                " / ".join(f"{share:.0%}" for share in generator),
            )
        )
    return table(rows)


def singles(found: Singles) -> str:
    """What is asked one at a time: medians over the rounds (least–most)."""
    return table(
        [
            ("one at a time", "Clause", "PostgreSQL alone", "Django", "Clause ÷ PostgreSQL", "Django ÷ Clause"),
            (
                "50 lots furthest behind, ms",
                spread(found.behind_ms, _tenths),
                spread(found.behind_summed_ms, _tenths),
                spread(found.behind_peer_ms, _tenths),
                _times(_of_medians(found.behind_ms, found.behind_summed_ms)),
                _times(_of_medians(found.behind_peer_ms, found.behind_ms)),
            ),
            (
                f"CSV of {found.csv_lines:,} lines, s",
                spread(found.csv_s, _hundredths),
                spread(found.csv_copied_s, _hundredths),
                spread(found.csv_peer_s, _hundredths),
                _times(_of_medians(found.csv_s, found.csv_copied_s)),
                _times(_of_medians(found.csv_peer_s, found.csv_s)),
            ),
            (
                "CSV, first byte, ms",
                spread(found.first_byte_ms, _tenths),
                "",
                spread(found.peer_first_byte_ms, _tenths),
                "",
                _times(_of_medians(found.peer_first_byte_ms, found.first_byte_ms)),
            ),
        ]
    )


def memory(clause: Memory, clause_in_all: Sequence[float], peer: Memory) -> str:
    """Memory of the web processes of each, and how soon they answer."""
    headings = ("two web processes", "ready, s", "idle, MiB", "after the rounds", "most during CSV", "after CSV")
    rows: list[tuple[str, ...]] = [headings]
    for name, of in (("Clause", clause), ("Django (and gunicorn's own)", peer)):
        figures = [f"{value:.0f}" for value in (of.idle, of.loaded, of.in_csv, of.after_csv)]
        rows.append((name, f"{of.ready_s:.2f}", *figures))
    idle, loaded, after_csv = (f"{value:.0f}" for value in clause_in_all)
    rows.insert(2, ("Clause with what they are copies of", "", idle, loaded, "", after_csv))
    return table(rows)


def limits(title: str, without: Sequence[Sample], with_limit: Sequence[Sample]) -> str:
    """What counting each caller's requests costs."""
    rows = [(title, "calls/s", "p95, ms", "web processor time of a call, ms")]
    for name, samples in (("no rate limiter", without), ("default limit, 64 programs in turn", with_limit)):
        web_ms = spread([sample.web_ms for sample in shown(samples)], _hundredths)
        rows.append((name, _number(rates(samples)), _p95(samples), web_ms))
    return table(rows)


def statuses(samples: Sequence[Sample]) -> Counter[str]:
    """All answers by status, the warm-up's too."""
    return sum((Counter(sample.measure.statuses) for sample in samples), Counter[str]())


def _of_medians(these: Sequence[float], those: Sequence[float]) -> float:
    return statistics.median(these) / statistics.median(those)


def _median(samples: Sequence[Sample], what: Callable[[Sample], float]) -> float:
    return statistics.median(what(sample) for sample in shown(samples))


def _p95(samples: Sequence[Sample]) -> str:
    return spread([sample.measure.p95_ms for sample in shown(samples)], _tenths)


def _number(values: Sequence[float]) -> str:
    return spread(values, lambda value: f"{value:,.0f}".replace(",", " "))


def _tenths(value: float) -> str:
    return f"{value:.1f}"


def _hundredths(value: float) -> str:
    return f"{value:.2f}"


def _percent(share: float) -> str:
    return f"{share * 100:.1f} %"


def _times(ratio: float) -> str:
    return f"× {ratio:.2f}"
