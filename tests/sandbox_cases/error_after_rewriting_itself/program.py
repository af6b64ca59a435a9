with open(__file__, "w") as file:
    file.write("\n\nraise SystemExit  # the line that was put in its place\n" * 3)
[][0]  # the line that ran
