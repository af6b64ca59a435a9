rows = [
    ("Old", MIN_AGE + 5, CITY),
    ("Limit", MIN_AGE, CITY),
    ("Young", MIN_AGE - 1, CITY),
    ("Far", MIN_AGE + 5, "Paris"),
    ("Neither", MIN_AGE - 5, "Paris"),
]
found = select_people(pd.DataFrame(rows, columns=["name", "age", "city"]))
assert sorted(found["name"]) == ["Limit", "Old"]
assert set(found["city"]) == {CITY}
assert list(found.columns) == ["name", "age", "city"]
