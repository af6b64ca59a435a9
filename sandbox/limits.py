"""How much one run may use."""

from dataclasses import dataclass, fields

KIB = 1024
MIB = 1024 * KIB


@dataclass(frozen=True, kw_only=True)
class Limits:
    """The limits of one run. Zero and less are refused: no limit must ever mean for ever.

    Seconds are wall-clock time unless named otherwise. A program with a window gets
    `play_test_seconds` of its own, counted from the moment its window opens.
    """

    wall_seconds: float = 30.0
    cpu_seconds: float = 30.0
    memory_bytes: int = 512 * MIB
    processes: int = 64
    open_files: int = 256
    file_bytes: int = 32 * MIB
    folder_bytes: int = 64 * MIB
    folder_entries: int = 16_384
    output_bytes: int = MIB
    artifact_count: int = 50
    artifact_bytes: int = 20 * MIB
    artifact_name_bytes: int = 200
    play_test_seconds: float = 8.0

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            if not value > 0:
                raise ValueError(f"The limit {field.name} must be more than 0, not {value}.")

    @property
    def shape(self) -> tuple[int, ...]:
        """The limits that are set when a container is created and cannot be changed later."""
        return (
            self.memory_bytes,
            self.processes,
            self.open_files,
            self.file_bytes,
            self.folder_bytes,
            self.folder_entries,
        )

    @property
    def longest_seconds(self) -> float:
        """After this time the host ends the run whatever the container says."""
        return self.wall_seconds + self.play_test_seconds + 10.0
