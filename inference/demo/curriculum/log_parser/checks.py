entries = parse_log(FILE)
assert len(entries) == 7
assert entries[0] == ("08:00:12", "INFO", "Server started")
errors = ["08:10:02 Database not found", "08:15:33 Page took too long"]
assert messages_of(entries, "ERROR") == errors
assert messages_of(entries, "WARNING") == ["08:03:45 Disk is almost full"]
assert messages_of(entries, "NOTHING") == []
assert messages_of(entries, LEVEL)
