"""The parts of the benchmark, in the order of the results: each a module with one function that gives an Outcome."""

from __future__ import annotations

from typing import Final

from benchmarks.measure import Part
from benchmarks.parts.accuracy import measure_accuracy
from benchmarks.parts.growth import measure_growth
from benchmarks.parts.reading import measure_reading
from benchmarks.parts.reconcile import measure_reconcile
from benchmarks.parts.text import measure_text

PARTS: Final = (
    Part("accuracy", "Accuracy", measure_accuracy),
    Part("reading", "Reading", measure_reading),
    Part("text", "Running text", measure_text),
    Part("reconcile", "Reconciliation", measure_reconcile),
    Part("growth", "Growth", measure_growth),
)
