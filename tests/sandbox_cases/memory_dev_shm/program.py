import errno

print("writing", flush=True)
written = 0
block = b"\x01" * (1 << 20)
try:
    for number in range(640):
        with open(f"/dev/shm/fill{number}", "wb", buffering=0) as file:
            written += file.write(block)
except OSError as error:
    assert error.errno == errno.ENOSPC, error
    assert written, "nothing could be written, so this proves nothing"
    print("stopped:", error)
else:
    raise AssertionError("640 MiB were to be had")
