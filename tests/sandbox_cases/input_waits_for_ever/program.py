import time

asked = 0
while True:
    try:
        input()
    except EOFError:
        if asked == 0:
            print("asked", flush=True)
        asked += 1
        time.sleep(0.01)
