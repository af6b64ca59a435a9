from collections import deque

START = "A"
GRAPH = {
    "A": ["B", "C"],
    "B": ["A", "D"],
    "C": ["A", "D", "E"],
    "D": ["B", "C", "F"],
    "E": ["C"],
    "F": ["D"],
}


def breadth_first(graph, start):
    steps = {start: 0}
    queue = deque([start])
    while queue:
        node = queue.popleft()
        for neighbour in graph[node]:
            if neighbour not in steps:
                steps[neighbour] = steps[node] + 1
                queue.append(neighbour)
    return steps


def main():
    steps = breadth_first(GRAPH, START)
    for node, count in steps.items():
        print(f"{START} -> {node}, steps: {count}")


if __name__ == "__main__":
    main()
