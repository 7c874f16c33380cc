"""Somebody at a terminal who answers every question with yes.

Usage: typist.py COMMAND... It shows what the terminal shows, and ends as the command does.
"""

import os
import pty
import sys

child, terminal = pty.fork()
if child == 0:
    os.execvp(sys.argv[1], sys.argv[1:])
shown, answered = b"", 0
while True:
    try:
        part = os.read(terminal, 4096)
    except OSError:  # What a terminal says when nobody is left who could write to it.
        break
    shown += part
    while shown.count(b"[y/N]") > answered:
        os.write(terminal, b"y\n")
        answered += 1
sys.stdout.buffer.write(shown)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
