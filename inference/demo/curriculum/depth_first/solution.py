START = "A"
GRAPH = {
    "A": ["C", "B"],
    "B": ["A", "D"],
    "C": ["F", "A", "E"],
    "D": ["B", "E"],
    "E": ["D", "C"],
    "F": ["C"],
}


def depth_first(graph, node, visited):
    visited.append(node)
    for neighbour in graph[node]:
        if neighbour not in visited:
            depth_first(graph, neighbour, visited)
    return visited


def main():
    order = depth_first(GRAPH, START, [])
    print(" -> ".join(order))


if __name__ == "__main__":
    main()
