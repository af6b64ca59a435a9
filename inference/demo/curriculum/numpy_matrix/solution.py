import numpy as np

DECIMALS = 2
A = np.array([[2, 1], [1, 3]])
B = np.array([[0, 4], [5, 6]])


def matrix_results(a, b):
    return {
        "A + B": a + b,
        "A times B": a @ b,
        "A transposed": a.T,
        "A inverse": np.linalg.inv(a),
        "det A": np.linalg.det(a),
    }


def main():
    for name, result in matrix_results(A, B).items():
        print(f"{name}:")
        print(np.round(result, DECIMALS))


if __name__ == "__main__":
    main()
