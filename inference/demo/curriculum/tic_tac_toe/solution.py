import pygame

CELL = 120
X_COLOR = "red"
O_COLOR = "skyblue"
LINES = ["012", "345", "678", "036", "147", "258", "048", "246"]
STEPS = {pygame.K_LEFT: -1, pygame.K_RIGHT: 1, pygame.K_UP: -3, pygame.K_DOWN: 3}


def winner(board):
    for line in LINES:
        a, b, c = (board[int(place)] for place in line)
        if a and a == b == c:
            return a
    return None


def status(board, player):
    if winner(board):
        return f"{winner(board)} wins!"
    return "A draw" if all(board) else f"{player} to move"


def main():
    pygame.init()
    screen = pygame.display.set_mode((3 * CELL, 3 * CELL))
    clock = pygame.time.Clock()
    font = pygame.font.Font(None, CELL)
    board, player, cursor = [""] * 9, "X", 4
    running = True
    while running:
        for event in pygame.event.get():
            if event.type == pygame.QUIT:
                running = False
            elif event.type == pygame.KEYDOWN and event.key in STEPS:
                cursor = (cursor + STEPS[event.key]) % 9
            elif event.type == pygame.KEYDOWN and event.key == pygame.K_SPACE:
                if winner(board) or all(board):
                    board = [""] * 9
                elif not board[cursor]:
                    board[cursor] = player
                    player = "O" if player == "X" else "X"
        screen.fill("black")
        for place, mark in enumerate(board):
            cell = pygame.Rect(place % 3 * CELL, place // 3 * CELL, CELL, CELL)
            frame = "gold" if place == cursor else "gray"
            pygame.draw.rect(screen, frame, cell.inflate(-6, -6), 3)
            image = font.render(mark, True, X_COLOR if mark == "X" else O_COLOR)
            screen.blit(image, image.get_rect(center=cell.center))
        pygame.display.set_caption(status(board, player))
        pygame.display.flip()
        clock.tick(60)
    pygame.quit()


if __name__ == "__main__":
    main()
