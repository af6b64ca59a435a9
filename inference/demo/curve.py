"""The record of a training: a CSV of its steps and an SVG of its loss, both whole at any moment."""

from __future__ import annotations

import csv
import math
from dataclasses import asdict, dataclass, fields
from pathlib import Path

__all__ = ["Point", "read_points", "write_curve", "write_points"]

WIDTH, HEIGHT, MARGIN = 720, 320, 44


@dataclass(frozen=True)
class Point:
    """One line of the record.

    Losses are in nats a learnt token, `rate` in tokens a second, `right` a share. Between
    judgements `held_out` and `right` are -1.
    """

    step: int
    tokens: int
    seconds: float
    rate: float
    loss: float
    held_out: float
    right: float


def write_points(path: Path, points: list[Point]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [field.name for field in fields(Point)])
        writer.writeheader()
        writer.writerows(asdict(point) for point in points)


def read_points(path: Path) -> list[Point]:
    """What `write_points` wrote, or nothing where there is no file yet."""
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return [
            Point(
                step=int(row["step"]),
                tokens=int(row["tokens"]),
                seconds=float(row["seconds"]),
                rate=float(row["rate"]),
                loss=float(row["loss"]),
                held_out=float(row["held_out"]),
                right=float(row["right"]),
            )
            for row in csv.DictReader(file)
        ]


def write_curve(path: Path, points: list[Point]) -> None:
    """Draw the loss on what is taught (line) and on what is held out (dots), on a log scale."""
    shown = [point for point in points if point.loss > 0]
    if not shown:
        return
    held = [point for point in shown if point.held_out > 0]
    values = [point.loss for point in shown] + [point.held_out for point in held]
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    high = max(high, low + 1)
    last = max(point.step for point in shown) or 1

    def place(step: int, loss: float) -> tuple[float, float]:
        x = MARGIN + (WIDTH - 2 * MARGIN) * step / last
        y = MARGIN + (HEIGHT - 2 * MARGIN) * (high - math.log10(loss)) / (high - low)
        return round(x, 1), round(y, 1)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        'font-family="sans-serif" font-size="12">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>',
        f'<text x="{MARGIN}" y="20">Loss a token: taught (line), held out (dots)</text>',
    ]
    for power in range(low, high + 1):
        _, y = place(0, 10.0**power)
        parts.append(f'<path d="M{MARGIN} {y}H{WIDTH - MARGIN}" stroke="#ddd"/>')
        parts.append(f'<text x="4" y="{y + 4}">{10.0**power:g}</text>')
    line = " ".join(f"{x},{y}" for x, y in (place(point.step, point.loss) for point in shown))
    parts.append(f'<polyline points="{line}" fill="none" stroke="#1f5fbf" stroke-width="1.5"/>')
    for point in held:
        x, y = place(point.step, point.held_out)
        parts.append(f'<circle cx="{x}" cy="{y}" r="3" fill="#c0392b"/>')
    parts.append(f'<text x="{WIDTH - MARGIN - 60}" y="{HEIGHT - 12}">{last} steps</text></svg>')
    path.write_text("\n".join(parts) + "\n", encoding="utf-8")
