import os

print("busy", flush=True)
os.fork()
while True:
    pass
