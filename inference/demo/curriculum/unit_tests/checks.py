import io

suite = unittest.defaultTestLoader.loadTestsFromTestCase(CalculatorTest)
assert suite.countTestCases() == 4
assert unittest.TextTestRunner(stream=io.StringIO()).run(suite).wasSuccessful()
