import random

import pygame

WIDTH, HEIGHT = 500, 300
GO = "green"
LONGEST = 4


def next_start():
    return pygame.time.get_ticks() + random.randint(1000, LONGEST * 1000)


def draw_text(screen, font, text, y):
    image = font.render(text, True, "black")
    screen.blit(image, image.get_rect(center=(WIDTH // 2, y)))


def main():
    pygame.init()
    screen = pygame.display.set_mode((WIDTH, HEIGHT))
    pygame.display.set_caption("Reaction time")
    clock = pygame.time.Clock()
    font = pygame.font.Font(None, 36)
    start = next_start()
    times = []
    message = "Press space when the color changes"
    running = True
    while running:
        now = pygame.time.get_ticks()
        for event in pygame.event.get():
            if event.type == pygame.QUIT:
                running = False
            elif event.type == pygame.KEYDOWN and event.key == pygame.K_SPACE:
                if now < start:
                    message = "Too early!"
                else:
                    times.append(now - start)
                    message = f"{now - start} ms"
                start = next_start()
        screen.fill("gray" if now < start else GO)
        draw_text(screen, font, message, 120)
        if times:
            draw_text(screen, font, f"Best: {min(times)} ms", 180)
        pygame.display.flip()
        clock.tick(60)
    pygame.quit()


if __name__ == "__main__":
    main()
