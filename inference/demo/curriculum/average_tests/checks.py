import io

suite = unittest.defaultTestLoader.loadTestsFromTestCase(AverageTest)
assert suite.countTestCases() == 5
assert unittest.TextTestRunner(stream=io.StringIO()).run(suite).wasSuccessful()
assert average([1, 2]) == 1.5
