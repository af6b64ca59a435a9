for number in range(12000):
    print("line", number)
print("the end")
