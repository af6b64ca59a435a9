PASS_MARK = 60
SCORES = {
    "Ada": [91, 88, 97],
    "Ben": [64, 70, 58],
    "Cleo": [82, 79, 85],
    "Dan": [45, 52, 38],
}


class Student:
    def __init__(self, name, scores):
        self.name = name
        self.scores = scores

    def average(self):
        return sum(self.scores) / len(self.scores)

    def grade(self):
        for limit, letter in ((90, "A"), (80, "B"), (PASS_MARK, "C")):
            if self.average() >= limit:
                return letter
        return "F"


def main():
    students = [Student(name, scores) for name, scores in SCORES.items()]
    for student in students:
        print(f"{student.name:5} {student.average():5.1f} {student.grade()}")
    best = max(students, key=Student.average)
    print(f"Best: {best.name}")


if __name__ == "__main__":
    main()
