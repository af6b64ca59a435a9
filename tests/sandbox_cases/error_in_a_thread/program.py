import threading


def fail():
    raise ValueError("in the thread")


thread = threading.Thread(target=fail)
thread.start()
thread.join()
print("the end")
