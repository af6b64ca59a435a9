import errno
import os

made = 0
try:
    while made < 200_000:
        os.close(os.open(f"{made}", os.O_CREAT | os.O_WRONLY))
        made += 1
except OSError as error:
    assert error.errno == errno.ENOSPC, error
    assert made, "nothing could be made, so this proves nothing"
    print("stopped after", made)
else:
    raise AssertionError("200,000 files could be made")
