import pygame

WIDTH, HEIGHT = 600, 400
SIZE = 50
STEP = 10
SQUARE = "blue"
BACKGROUND = "black"
TEXT = "white"


def draw_text(screen, font, text, y):
    image = font.render(text, True, TEXT)
    screen.blit(image, image.get_rect(center=(WIDTH // 2, y)))


def main():
    pygame.init()
    screen = pygame.display.set_mode((WIDTH, HEIGHT))
    pygame.display.set_caption("Moving square")
    clock = pygame.time.Clock()
    font = pygame.font.Font(None, 36)
    pygame.key.set_repeat(1, 16)
    square = pygame.Rect(275, 175, SIZE, SIZE)
    running = True
    while running:
        for event in pygame.event.get():
            if event.type == pygame.QUIT:
                running = False
            elif event.type == pygame.KEYDOWN and event.key == pygame.K_LEFT:
                square.x -= STEP
            elif event.type == pygame.KEYDOWN and event.key == pygame.K_RIGHT:
                square.x += STEP
            elif event.type == pygame.KEYDOWN and event.key == pygame.K_UP:
                square.y -= STEP
            elif event.type == pygame.KEYDOWN and event.key == pygame.K_DOWN:
                square.y += STEP
        square.clamp_ip(screen.get_rect())
        screen.fill(BACKGROUND)
        pygame.draw.rect(screen, SQUARE, square)
        draw_text(screen, font, "Move the square with the arrow keys", 20)
        pygame.display.flip()
        clock.tick(60)
    pygame.quit()


if __name__ == "__main__":
    main()
