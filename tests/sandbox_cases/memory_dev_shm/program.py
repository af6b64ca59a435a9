import errno

print("writing", flush=True)
written = 0
try:
    with open("/dev/shm/fill", "wb", buffering=0) as file:
        while written < 640 << 20:
            written += file.write(b"\x01" * (1 << 20))
except OSError as error:
    assert error.errno in (errno.ENOSPC, errno.EFBIG, errno.EACCES, errno.EROFS, errno.ENOENT), error
    print("stopped:", error)
else:
    raise AssertionError("640 MiB were to be had")
