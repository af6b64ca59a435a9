# Bounded, so that a box without a limit shows itself without hurting its host.
print("filling", flush=True)
held = []
for _ in range(40):
    held.append(b"\x01" * (16 << 20))
print(sum(map(len, held)) >> 20, "MiB were to be had")
