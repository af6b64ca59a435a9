import errno

print("writing", flush=True)
block = b"\x01" * (1 << 20)
written = 0
try:
    with open("big.bin", "wb", buffering=0) as file:
        while written < 2 << 30:
            written += file.write(block)
except OSError as error:
    assert error.errno in (errno.ENOSPC, errno.EFBIG), error
    assert written, "nothing could be written, so this proves nothing"
    print("stopped:", error)
else:
    raise AssertionError("2 GiB were to be had")
