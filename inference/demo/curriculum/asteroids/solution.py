import random

import pygame

WIDTH, HEIGHT = 600, 450
SHIP = "white"
ROCK = "orange"
ROCKS = 6
RADIUS = 24


def new_rocks():
    places = [pygame.Vector2(0, random.randrange(HEIGHT)) for _ in range(ROCKS)]
    drift = pygame.Vector2(2, 0)
    return [(place, drift.rotate(random.randrange(360))) for place in places]


def touches(spot, things):
    return any(spot.distance_to(place) < RADIUS for place, step in things)


def main():
    pygame.init()
    screen = pygame.display.set_mode((WIDTH, HEIGHT))
    clock = pygame.time.Clock()
    ship, speed, angle = pygame.Vector2(300, 225), pygame.Vector2(0, 0), 0
    rocks, bullets, score = new_rocks(), [], 0
    running = True
    while running:
        nose = pygame.Vector2(0, -1).rotate(angle)
        for event in pygame.event.get():
            if event.type == pygame.QUIT:
                running = False
            elif event.type == pygame.KEYDOWN and event.key == pygame.K_SPACE:
                bullets.append((ship + nose * 16, nose * 8))
        keys = pygame.key.get_pressed()
        angle += 5 * (keys[pygame.K_RIGHT] - keys[pygame.K_LEFT])
        speed += nose * 0.2 * keys[pygame.K_UP]
        for place, step in [(ship, speed), *rocks, *bullets]:
            place += step
        for place, step in [(ship, speed), *rocks]:
            place.update(place.x % WIDTH, place.y % HEIGHT)
        bullets = [shot for shot in bullets if screen.get_rect().collidepoint(shot[0])]
        left = [rock for rock in rocks if not touches(rock[0], bullets)]
        score += len(rocks) - len(left)
        rocks = left or new_rocks()
        if touches(ship, rocks):
            ship, speed = pygame.Vector2(300, 225), pygame.Vector2(0, 0)
            rocks, score = new_rocks(), 0
        screen.fill("black")
        corners = [ship + nose.rotate(turn) * 16 for turn in (0, 140, 220)]
        pygame.draw.polygon(screen, SHIP, corners)
        for place, step in rocks:
            pygame.draw.circle(screen, ROCK, place, RADIUS, 3)
        for place, step in bullets:
            pygame.draw.circle(screen, "red", place, 3)
        pygame.display.set_caption(f"Asteroids, score: {score}")
        pygame.display.flip()
        clock.tick(60)
    pygame.quit()


if __name__ == "__main__":
    main()
