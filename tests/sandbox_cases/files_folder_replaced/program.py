import os

folder = os.getcwd()
os.chdir("/tmp")
try:
    os.rename(folder, folder + ".gone")
except OSError as error:
    print("refused:", error)
try:
    os.symlink("/etc", folder)
except OSError as error:
    print("refused:", error)
try:
    os.chmod(folder, 0)
except OSError as error:
    print("refused:", error)
print("locked")
