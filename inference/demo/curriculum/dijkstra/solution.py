import heapq

START = "Seoul"
GOAL = "Busan"
ROADS = {
    "Seoul": {"Wonju": 95, "Daejeon": 150},
    "Wonju": {"Seoul": 95, "Andong": 115, "Daejeon": 140},
    "Daejeon": {"Seoul": 150, "Wonju": 140, "Daegu": 155, "Jeonju": 80},
    "Jeonju": {"Daejeon": 80, "Busan": 250},
    "Andong": {"Wonju": 115, "Daegu": 85},
    "Daegu": {"Daejeon": 155, "Andong": 85, "Busan": 110},
    "Busan": {"Daegu": 110, "Jeonju": 250},
}


def dijkstra(roads, start, goal):
    heap = [(0, start, [start])]
    visited = set()
    while heap:
        distance, city, path = heapq.heappop(heap)
        if city == goal:
            return distance, path
        if city in visited:
            continue
        visited.add(city)
        for neighbour, length in roads[city].items():
            heapq.heappush(heap, (distance + length, neighbour, path + [neighbour]))
    return None, []


def main():
    distance, path = dijkstra(ROADS, START, GOAL)
    print(f"{' -> '.join(path)}: {distance} km")


if __name__ == "__main__":
    main()
