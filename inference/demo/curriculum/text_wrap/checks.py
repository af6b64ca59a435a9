assert wrap_text("a bb ccc dddd", 4) == ["a bb", "ccc", "dddd"]
assert wrap_text("one two three", 100) == ["one two three"]
assert wrap_text("tiny extraordinary word", 6) == ["tiny", "extraordinary", "word"]
for width in (WIDTH, 15, 33):
    lines = wrap_text(TEXT, width)
    assert all(len(line) <= width for line in lines)
    assert " ".join(lines).split() == TEXT.split()
