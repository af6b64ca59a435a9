import os
import resource

with open("kept.txt", "w") as file:
    file.write("kept")
try:
    resource.setrlimit(resource.RLIMIT_CORE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
except (OSError, ValueError) as error:
    print("refused:", error)
print("core limit", resource.getrlimit(resource.RLIMIT_CORE), flush=True)
os.abort()
