"""A bar chart as plain shapes, for a template to draw as SVG: no script, and readable as text."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

__all__ = ["Bar", "Chart", "bar_chart"]

WIDTH = 560
HEIGHT = 140
TOP = 22
BOTTOM = 22
GAP = 6


@dataclass(frozen=True)
class Bar:
    """One bar in the units of the drawing, with its value and the day below it."""

    x: int
    y: int
    width: int
    height: int
    value: int
    day: datetime.date

    @property
    def middle(self) -> float:
        """Where the texts above and below it are centred."""
        return self.x + self.width / 2


@dataclass(frozen=True)
class Chart:
    """The drawing: its size, the line that the bars stand on, and the bars."""

    width: int = WIDTH
    height: int = HEIGHT
    ground: int = HEIGHT - BOTTOM
    bars: list[Bar] = field(default_factory=list)

    @property
    def total(self) -> int:
        """What the bars add up to."""
        return sum(bar.value for bar in self.bars)


def bar_chart(values: list[tuple[datetime.date, int]]) -> Chart:
    """Draw a value a day; the highest bar fills the height, and a day of none has no bar."""
    step = WIDTH // max(1, len(values))
    highest = max((value for _day, value in values), default=0)
    room = HEIGHT - TOP - BOTTOM
    bars: list[Bar] = []
    for index, (day, value) in enumerate(values):
        height = max(2, round(room * value / highest)) if value else 0
        bars.append(
            Bar(
                x=index * step + GAP // 2,
                y=HEIGHT - BOTTOM - height,
                width=step - GAP,
                height=height,
                value=value,
                day=day,
            )
        )
    return Chart(bars=bars)
