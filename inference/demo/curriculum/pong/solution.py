import pygame

WIDTH, HEIGHT = 640, 400
SPEED = 4
BALL = "white"
PADDLE = "white"
BACKGROUND = "black"
TEXT = "white"


def draw_text(screen, font, text, y):
    image = font.render(text, True, TEXT)
    screen.blit(image, image.get_rect(center=(WIDTH // 2, y)))


def main():
    pygame.init()
    screen = pygame.display.set_mode((WIDTH, HEIGHT))
    pygame.display.set_caption("Pong")
    clock = pygame.time.Clock()
    font = pygame.font.Font(None, 36)
    pygame.key.set_repeat(1, 16)
    player = pygame.Rect(20, 160, 12, 80)
    computer = pygame.Rect(WIDTH - 32, 160, 12, 80)
    ball = pygame.Rect(312, 192, 16, 16)
    dx, dy = SPEED, SPEED
    player_score, computer_score = 0, 0
    running = True
    while running:
        for event in pygame.event.get():
            if event.type == pygame.QUIT:
                running = False
            elif event.type == pygame.KEYDOWN and event.key == pygame.K_UP:
                player.y = max(0, player.y - 10)
            elif event.type == pygame.KEYDOWN and event.key == pygame.K_DOWN:
                player.y = min(HEIGHT - player.height, player.y + 10)
        if computer.centery < ball.centery:
            computer.y += 3
        elif computer.centery > ball.centery:
            computer.y -= 3
        ball.x += dx
        ball.y += dy
        if ball.top <= 0 or ball.bottom >= HEIGHT:
            dy = -dy
        if ball.colliderect(player):
            dx = SPEED
        if ball.colliderect(computer):
            dx = -SPEED
        if ball.left <= 0:
            computer_score += 1
            ball.center = (WIDTH // 2, HEIGHT // 2)
        elif ball.right >= WIDTH:
            player_score += 1
            ball.center = (WIDTH // 2, HEIGHT // 2)
        screen.fill(BACKGROUND)
        pygame.draw.rect(screen, PADDLE, player)
        pygame.draw.rect(screen, PADDLE, computer)
        pygame.draw.ellipse(screen, BALL, ball)
        draw_text(screen, font, f"{player_score} : {computer_score}", 20)
        pygame.display.flip()
        clock.tick(60)
    pygame.quit()


if __name__ == "__main__":
    main()
