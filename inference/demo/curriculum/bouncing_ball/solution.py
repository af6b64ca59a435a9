import pygame

WIDTH, HEIGHT = 600, 400
RADIUS = 20
BALL = "orange"
BACKGROUND = "black"
TEXT = "white"


def draw_text(screen, font, text, y):
    image = font.render(text, True, TEXT)
    screen.blit(image, image.get_rect(center=(WIDTH // 2, y)))


def main():
    pygame.init()
    screen = pygame.display.set_mode((WIDTH, HEIGHT))
    pygame.display.set_caption("Bouncing ball")
    clock = pygame.time.Clock()
    font = pygame.font.Font(None, 36)
    x, y = WIDTH // 2, HEIGHT // 2
    dx, dy = 4, 3
    bounces = 0
    running = True
    while running:
        for event in pygame.event.get():
            if event.type == pygame.QUIT:
                running = False
            elif event.type == pygame.KEYDOWN and event.key == pygame.K_LEFT:
                dx -= 1
            elif event.type == pygame.KEYDOWN and event.key == pygame.K_RIGHT:
                dx += 1
            elif event.type == pygame.KEYDOWN and event.key == pygame.K_UP:
                dy -= 1
            elif event.type == pygame.KEYDOWN and event.key == pygame.K_DOWN:
                dy += 1
        x += dx
        y += dy
        if x < RADIUS or x > WIDTH - RADIUS:
            x = max(RADIUS, min(WIDTH - RADIUS, x))
            dx = -dx
            bounces += 1
        if y < RADIUS or y > HEIGHT - RADIUS:
            y = max(RADIUS, min(HEIGHT - RADIUS, y))
            dy = -dy
            bounces += 1
        screen.fill(BACKGROUND)
        pygame.draw.circle(screen, BALL, (x, y), RADIUS)
        draw_text(screen, font, f"Bounces: {bounces}", 20)
        pygame.display.flip()
        clock.tick(60)
    pygame.quit()


if __name__ == "__main__":
    main()
