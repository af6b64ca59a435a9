open("/proc/self/comm", "w").write("MARKER")
import time


def go_on():
    while True:
        try:
            print("going on", flush=True)
            time.sleep(60)
        except BaseException:
            continue
        finally:
            go_on()


go_on()
