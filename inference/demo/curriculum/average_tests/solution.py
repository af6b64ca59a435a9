import unittest


def average(numbers):
    if not numbers:
        raise ValueError("there are no numbers")
    return sum(numbers) / len(numbers)


class AverageTest(unittest.TestCase):
    def test_several_numbers(self):
        self.assertEqual(average([2, 4, 9]), 5)

    def test_one_number(self):
        self.assertEqual(average([7]), 7)

    def test_negative_numbers(self):
        self.assertEqual(average([-3, 3, -6]), -2)

    def test_decimals(self):
        self.assertAlmostEqual(average([0.1, 0.2, 0.3]), 0.2)

    def test_empty_list(self):
        with self.assertRaises(ValueError):
            average([])


if __name__ == "__main__":
    unittest.main(verbosity=2)
