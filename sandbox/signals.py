"""What the sandbox tells whoever listens. All are sent in the runner process.

`run_started` and `run_ended` are sent inside the transaction that stores the change, so that what
a receiver writes is stored with it or not at all. `run_output` comes in batches, outside of any.
"""

from django.dispatch import Signal

__all__ = ["run_ended", "run_output", "run_started"]

run_started = Signal()  # run
run_output = Signal()  # run, stream ("stdout" or "stderr"), text
run_ended = Signal()  # run
