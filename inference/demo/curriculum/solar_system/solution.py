import math

import pygame

SIZE = 740
SUN = "yellow"
SPEED = 1
PLANETS = [
    ("Mercury", 60, 5, 4.1, "gray"),
    ("Venus", 95, 8, 1.6, "orange"),
    ("Earth", 135, 9, 1.0, "skyblue"),
    ("Mars", 175, 6, 0.53, "red"),
    ("Jupiter", 240, 20, 0.08, "tan"),
    ("Saturn", 310, 16, 0.03, "khaki"),
]


def draw_planet(screen, font, planet, years):
    name, distance, radius, pace, color = planet
    angle = math.tau * pace * years
    x = SIZE / 2 + distance * math.cos(angle)
    y = SIZE / 2 - distance * math.sin(angle)
    pygame.draw.circle(screen, "dimgray", (SIZE / 2, SIZE / 2), distance, 1)
    pygame.draw.circle(screen, color, (x, y), radius)
    screen.blit(font.render(name, True, "white"), (x + radius, y + radius))


def main():
    pygame.init()
    screen = pygame.display.set_mode((SIZE, SIZE))
    pygame.display.set_caption("Solar system")
    clock = pygame.time.Clock()
    font = pygame.font.Font(None, 22)
    years, speed = 0, SPEED
    running = True
    while running:
        for event in pygame.event.get():
            if event.type == pygame.QUIT:
                running = False
            elif event.type == pygame.KEYDOWN and event.key == pygame.K_UP:
                speed *= 1.5
            elif event.type == pygame.KEYDOWN and event.key == pygame.K_DOWN:
                speed /= 1.5
        years += speed / 600
        screen.fill("black")
        pygame.draw.circle(screen, SUN, (SIZE / 2, SIZE / 2), 35)
        for planet in PLANETS:
            draw_planet(screen, font, planet, years)
        pygame.display.flip()
        clock.tick(60)
    pygame.quit()


if __name__ == "__main__":
    main()
