while True:
    print("yes")
