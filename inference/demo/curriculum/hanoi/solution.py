DISKS = 3


def hanoi(count, source, target, spare):
    if count == 0:
        return []
    before = hanoi(count - 1, source, spare, target)
    after = hanoi(count - 1, spare, target, source)
    return before + [(count, source, target)] + after


def main():
    moves = hanoi(DISKS, "A", "C", "B")
    for step, (disk, source, target) in enumerate(moves, start=1):
        print(f"{step}. Move disk {disk} from {source} to {target}")
    print(f"{DISKS} disks need {len(moves)} moves")


if __name__ == "__main__":
    main()
