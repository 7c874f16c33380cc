"""Does a Task of a run in a moment: writes a small file for everything that the Task makes.

Usage: scripted_agent.py GATE HELD BRIEF. The Task HELD waits while somebody has GATE locked.
"""

import fcntl
import json
import os
import re
import sys


def text_of(path):
    if not path.endswith(".go"):
        return path + "\n"
    return "package " + os.path.basename(os.path.dirname(path)) + "\n"


def say(kind, message):
    print(json.dumps({"type": kind, "message": message}), flush=True)


gate, held, brief = sys.argv[1:]
with open(brief) as file:
    brief = json.load(file)
task = next(task for task in brief["plan"]["tasks"] if task["id"] == brief["task"])
if task["id"] == held:
    say("progress", "held")
    with open(gate) as file:
        fcntl.flock(file, fcntl.LOCK_SH)
for made in task["makes"]:
    # Write sets have `integration_*.go` where the outputs are `integration*.go`.
    path = re.sub(r"(?<=\w)\*", "_scripted", made).replace("*", "scripted")
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w") as file:
        file.write(text_of(path))
say("summary", f"{len(task['makes'])} files written")
