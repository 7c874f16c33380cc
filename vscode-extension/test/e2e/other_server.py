"""The server, with another version; or, where there is a file of that name beside FILE, one that crashes when a document is opened.

Usage: other_server.py SERVER FILE lsp. Each start is a line in FILE.
"""

import os
import subprocess
import sys
import threading

server, starts = sys.argv[1:3]
with open(starts, "a") as file:
    file.write("started\n")
process = subprocess.Popen([server, "lsp"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)


def answer():
    while chunk := process.stdout.read1():
        os.write(1, chunk.replace(b'"version":"0.', b'"version":"9.'))
    os._exit(0)


threading.Thread(target=answer, daemon=True).start()
while chunk := sys.stdin.buffer.read1():
    process.stdin.write(chunk)
    process.stdin.flush()
    if b"textDocument/didOpen" in chunk and os.path.exists(starts + ".crash"):
        process.kill()
        os._exit(1)
process.stdin.close()
process.wait()
