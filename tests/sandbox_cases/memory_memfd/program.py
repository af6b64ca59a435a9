import os

print("writing", flush=True)
block = b"\x01" * (1 << 20)
held = []
for number in range(80):
    held.append(os.memfd_create(f"fill{number}"))
    for _ in range(8):
        os.write(held[-1], block)
print("640 MiB were to be had")
