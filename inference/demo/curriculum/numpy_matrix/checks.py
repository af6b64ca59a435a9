a = np.array([[1, 2], [3, 4]])
b = np.array([[0, 1], [5, 7]])
results = matrix_results(a, b)
assert results["A + B"].tolist() == [[1, 3], [8, 11]]
assert results["A times B"].tolist() == [[10, 15], [20, 31]]
assert results["A transposed"].tolist() == [[1, 3], [2, 4]]
assert np.allclose(results["A inverse"] @ a, np.eye(2))
assert abs(results["det A"] + 2) < 0.001
