"""The bars of the administrator's chart."""

from __future__ import annotations

import datetime

from assistant.health.chart import HEIGHT, WIDTH, bar_chart

TODAY = datetime.date(2026, 3, 2)


def days(*values: int) -> list[tuple[datetime.date, int]]:
    return [(TODAY + datetime.timedelta(days=n), value) for n, value in enumerate(values)]


def test_the_highest_bar_fills_the_height_and_the_others_keep_their_proportion() -> None:
    chart = bar_chart(days(10, 5, 0))
    full, half, none = (bar.height for bar in chart.bars)
    assert 0 < half == full / 2 < HEIGHT
    assert none == 0
    assert chart.total == 15


def test_every_bar_stands_on_the_ground_inside_the_drawing() -> None:
    chart = bar_chart(days(*range(14)))
    for bar in chart.bars:
        assert bar.y + bar.height == chart.ground
        assert 0 <= bar.x < bar.x + bar.width <= WIDTH


def test_a_bar_of_little_can_be_seen_beside_one_of_much() -> None:
    assert bar_chart(days(100_000, 1)).bars[1].height >= 2


def test_days_of_nothing_and_no_days_are_drawn_without_bars() -> None:
    assert [bar.height for bar in bar_chart(days(0, 0)).bars] == [0, 0]
    assert bar_chart([]).bars == []
