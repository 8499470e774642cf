"""How things are measured: CPU of this process, statements, bytes; the least of n."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext


@dataclass(frozen=True)
class Figure:
    """One line of the report."""

    name: str
    value: float
    unit: str
    budget: float | None = None

    @property
    def holds(self) -> bool:
        return self.budget is None or self.value <= self.budget

    def line(self) -> str:
        """The figure as printed: value, unit, budget, verdict."""
        said = f"{self.name:<46} {self.value:>10.2f} {self.unit:<4}"
        if self.budget is None:
            return said
        verdict = "ok" if self.holds else "OVER"
        return f"{said} budget {self.budget:g}  {verdict}"


def cpu_ms(act: Callable[[], Any], *, times: int = 7) -> float:
    """Return the least CPU milliseconds of ``times`` runs after a warm-up."""
    act()
    best = float("inf")
    for _ in range(times):
        begun = time.process_time()
        act()
        best = min(best, time.process_time() - begun)
    return best * 1000


def seconds(act: Callable[[], Any], *, times: int = 3) -> float:
    """Return the least wall seconds of ``times`` runs."""
    best = float("inf")
    for _ in range(times):
        begun = time.perf_counter()
        act()
        best = min(best, time.perf_counter() - begun)
    return best


def statements(act: Callable[[], Any]) -> int:
    """Return how many SQL statements ``act`` sends."""
    with ExitStack() as stack:
        captured = stack.enter_context(CaptureQueriesContext(connection))
        act()
    return len(captured)


def conditions() -> str:
    """The machine and its load at this moment."""
    load = ", ".join(f"{value:.2f}" for value in os.getloadavg())
    return f"{os.cpu_count()} cores, load {load}, database {connection.vendor}"
