import errno
import socket

held = 0
addresses = [("169.254.169.254", 80), ("169.254.170.2", 80), ("8.8.8.8", 443), ("10.0.0.1", 80), ("192.168.0.1", 80)]
addresses += [("172.17.0.1", port) for port in (22, 80, 2375, 2376, 5432, 6379, 8000, 8080)]
addresses += [("172.18.0.1", port) for port in (22, 2375, 5432, 6379, 8000)]
for address in addresses:
    try:
        socket.create_connection(address, timeout=0.3)
    except OSError as error:
        # Only "there is no network" counts: a refusal or a silence would mean that packets left the box.
        assert error.errno == errno.ENETUNREACH, f"{address}: {error}"
        held += 1
    else:
        raise AssertionError(f"{address} answered")
for family, address in ((socket.AF_INET6, ("2001:4860:4860::8888", 443)), (socket.AF_INET6, ("fe80::1", 80))):
    try:
        client = socket.socket(family)
        client.settimeout(0.3)
        client.connect(address)
    except OSError as error:
        print("refused:", address, error)
        held += 1
    else:
        raise AssertionError(f"{address} answered")
for port in (2375, 5432, 6379, 8000, 80):
    try:
        socket.create_connection(("127.0.0.1", port), timeout=0.3)
    except ConnectionRefusedError:
        held += 1
    else:
        raise AssertionError(f"the loopback is not the box's own: port {port} answered")
print("held:", held)
