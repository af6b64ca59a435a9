import os

if os.fork() == 0:
    raise ValueError("in the child")
_, status = os.wait()
assert os.waitstatus_to_exitcode(status) == 1, "the child did not fail, so this proves nothing"
print("the parent is fine")
