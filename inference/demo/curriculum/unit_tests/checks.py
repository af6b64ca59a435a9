import io

suite = unittest.defaultTestLoader.loadTestsFromTestCase(CalculatorTest)
names = {test.id().rpartition(".")[2] for test in suite}
assert {"test_add_positive_numbers", "test_add_negative_numbers", "test_divide"} <= names
assert "test_divide_by_zero" in names
assert unittest.TextTestRunner(stream=io.StringIO()).run(suite).wasSuccessful()
