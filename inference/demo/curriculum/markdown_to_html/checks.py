def plain(text):
    return markdown_to_html(text).replace("strong>", "b>").replace("em>", "i>")


assert plain("# Title") == "<h1>Title</h1>"
assert plain("### Small") == "<h3>Small</h3>"
assert plain("Some text") == "<p>Some text</p>"
assert plain("**a** and **b**") == "<p><b>a</b> and <b>b</b></p>"
assert plain("*a* or *b*") == "<p><i>a</i> or <i>b</i></p>"
assert plain("- x\n- y") == "<ul>\n<li>x</li>\n<li>y</li>\n</ul>"
assert plain("# A\n\nb\n") == "<h1>A</h1>\n<p>b</p>"
with open(FILE) as file:
    assert file.read() == markdown_to_html(TEXT)
