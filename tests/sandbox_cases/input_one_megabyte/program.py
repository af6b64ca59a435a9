import sys

lines = sys.stdin.readlines()
assert set(lines) == {"0123456789abcde\n"}
print(f"{len(lines)} lines, {sum(map(len, lines))} characters")
