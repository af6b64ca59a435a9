"""What `make` calls to install, start and test Ouroboros. Plain Python, standard library only:

it runs before anything is installed, with any Python 3.11 or newer. One module, one purpose.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - said here, before a newer syntax or module is met
    sys.exit(
        "Ouroboros needs Python 3.11 or newer and this is "
        + sys.version.split()[0]
        + ": install a newer one and give its name, as in `make run PYTHON=python3.12`."
    )
