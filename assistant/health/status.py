"""What the administrator's page shows: parts, replicas, runs, members' use, repair."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import DatabaseError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assistant.health import figures
from assistant.health.chart import bar_chart
from assistant.health.parts import Parts, read_parts
from sandbox.models import Run

__all__ = ["ReplicaRow", "RunRow", "status_context"]

CHART_DAYS = 14
PART_NAMES = {
    "database": _("Database"),
    "redis": _("Redis"),
    "generator": _("Generator"),
    "runner": _("Runner"),
    "docker": _("Docker"),
    "replicas": _("Replicas"),
}
STATES = {
    "ready": ("good", _("ready")),
    "starting": ("warn", _("starting")),
    "warming": ("warn", _("warming up")),
    "restarting": ("warn", _("restarting")),
    "stopped": ("bad", _("stopped")),
    "failed": ("bad", _("failed")),
    "down": ("bad", _("away")),
}


@dataclass
class ReplicaRow:
    """A replica, as the pool and the launcher on its host know it together."""

    url: str
    models: str
    state: str
    in_flight: int | None = None
    reason: str = ""
    attention: str = ""
    experts: str = ""
    restarts: int = 0

    @property
    def tone(self) -> str:
        """The class of its state: good, warn or bad."""
        return STATES.get(self.state, ("bad", ""))[0]

    @property
    def words(self) -> str:
        """Its state in words."""
        return str(STATES.get(self.state, ("bad", self.state))[1])


@dataclass(frozen=True)
class RunRow:
    """A run that is not over, and for how many seconds it has been in its state."""

    run: Run
    seconds: float

    @classmethod
    def of(cls, run: Run) -> RunRow:
        """The row of a run."""
        return cls(run, (timezone.now() - (run.started_at or run.queued_at)).total_seconds())


def status_context() -> dict[str, Any]:
    """Everything that the page needs; without the database, what the others say all the same."""
    parts = read_parts()
    context: dict[str, Any] = {
        "parts": [
            (PART_NAMES.get(name, name), state, state == "ok")
            for name, state in parts.states.items()
        ],
        "pool": parts.pool,
        "runners": parts.runners,
        "replicas": replica_rows(parts),
    }
    if parts.states["database"] != "ok":
        return context
    try:
        context |= _figures()
    except DatabaseError as error:
        context["unreadable"] = str(error).strip().partition("\n")[0][:200]
    return context


def replica_rows(parts: Parts) -> list[ReplicaRow]:
    """The pool's replicas, with what the launchers say of those that they started."""
    rows = {
        replica.url: ReplicaRow(
            url=replica.url,
            models=", ".join(replica.models),
            state=replica.state,
            in_flight=replica.in_flight,
            reason=replica.reason,
        )
        for replica in parts.pool.replicas
    }
    for engine in parts.engines:
        row = rows.setdefault(engine.url, ReplicaRow(engine.url, engine.model, engine.state))
        row.models = row.models or engine.model
        row.reason = row.reason or engine.reason
        row.attention = engine.attention
        row.experts = engine.experts
        row.restarts = engine.restarts
    return list(rows.values())


def _figures() -> dict[str, Any]:
    use = figures.members_use()
    seconds = figures.seconds_to_first_token()
    rates = figures.repair_rates()
    return {
        "use": use,
        "use_days": figures.USE_DAYS,
        "totals": {
            "members": figures.active_members(),
            "generations": sum(row.generations for row in use),
            "tokens": sum(row.tokens for row in use),
            "runs": sum(row.runs for row in use),
        },
        "first_token": seconds[len(seconds) // 2] if seconds else None,
        "rates": rates,
        "chart": bar_chart(figures.generations_per_day(days=CHART_DAYS)),
        "runs_in_progress": [RunRow.of(run) for run in figures.runs_in_progress()],
    }
