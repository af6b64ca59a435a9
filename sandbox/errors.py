"""What can go wrong with the sandbox itself.

SandboxError
├── SandboxUnavailable   Docker or the image is not there: the run may be tried again later
└── SandboxLost          the container went away under a run
"""


class SandboxError(Exception):
    """A failure of ours, never of the program."""


class SandboxUnavailable(SandboxError):
    """No program can be run now. The message is a sentence that says why and what to do."""


class SandboxLost(SandboxError):
    """The connection to a container ended before it told what happened."""
