with open("report.txt", "w") as file:
    file.write("half a report\n")
print(1 / 0)
