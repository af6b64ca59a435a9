import os

with open("/proc/self/oom_score_adj", "w") as file:
    file.write("0")
print("filling", flush=True)
block = b"\x01" * (1 << 20)
held = []
for folder in ("/tmp", "/dev/shm", os.getcwd()):
    try:
        for number in range(100):
            with open(f"{folder}/fill{number}", "wb", buffering=0) as file:
                file.write(block)
    except OSError as error:
        print("stopped:", error, flush=True)
for number in range(40):
    held.append(os.memfd_create(f"fill{number}"))
    for _ in range(8):
        os.write(held[-1], block)
print("all was to be had")
