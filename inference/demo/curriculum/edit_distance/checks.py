assert edit_distance("kitten", "sitting") == 3
assert edit_distance("cat", "cat") == 0
assert edit_distance("cat", "cats") == 1
assert edit_distance("cats", "cat") == 1
assert edit_distance("", "abc") == 3
assert edit_distance("abc", "") == 3
assert edit_distance("flaw", "lawn") == 2
