import socket

held = 0
socket.socket(socket.AF_UNIX).close()
socket.socket(socket.AF_INET).close()
for name, family, kind in (("vsock", 40, socket.SOCK_STREAM), ("alg", 38, socket.SOCK_SEQPACKET), ("tipc", 30, socket.SOCK_RDM), ("packet", 17, socket.SOCK_RAW)):
    try:
        socket.socket(family, kind)
    except OSError as error:
        print("refused:", name, error)
        held += 1
    else:
        raise AssertionError(f"a {name} socket")
print("held:", held)
