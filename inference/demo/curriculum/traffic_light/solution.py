import pygame

WIDTH, HEIGHT = 300, 640
BOX = "gray"
RED_SECONDS = 3
GREEN_SECONDS = 3
LIGHTS = ["red", "yellow", "green"]
AFTER = {"red": "green", "green": "yellow", "yellow": "red"}
SECONDS = {"red": RED_SECONDS, "green": GREEN_SECONDS, "yellow": 1}


def draw_light(screen, lit):
    screen.fill("black")
    pygame.draw.rect(screen, BOX, (50, 20, 200, 600), border_radius=30)
    for place, light in enumerate(LIGHTS):
        center = (WIDTH / 2, 120 + 200 * place)
        pygame.draw.circle(screen, "black", center, 85)
        if light == lit:
            pygame.draw.circle(screen, light, center, 75)
    pygame.display.flip()


def main():
    pygame.init()
    screen = pygame.display.set_mode((WIDTH, HEIGHT))
    pygame.display.set_caption("Traffic light")
    clock = pygame.time.Clock()
    lit, since = "red", 0
    running = True
    while running:
        skip = False
        for event in pygame.event.get():
            if event.type == pygame.QUIT:
                running = False
            elif event.type == pygame.KEYDOWN and event.key == pygame.K_RIGHT:
                skip = True
        if skip or since >= SECONDS[lit]:
            lit, since = AFTER[lit], 0
        draw_light(screen, lit)
        since += clock.tick(30) / 1000
    pygame.quit()


if __name__ == "__main__":
    main()
