"""A model on loopback that knows what to write: it answers a coding agent's chat completions.

Usage: model_server.py SPECWAVE [BEHAVIOUR]. It prints its port. To a prompt it answers with calls of the tool `read_file` for what
is there of the files that the built-in agent (SPECWAVE is the executable) writes for the Task: the agent replaces no file that its
model has not read. Then it calls `write_file` for all of them, and then it is done. One that `breaks` hands in a broken file until
it is told; one that `hangs` prints `asked` when it is asked, and answers nothing; one that is `limited` refuses twice, in words at
which Qwen Code does not try for more than a minute by itself.
"""

import http.server
import json
import os
import re
import sys

sys.dont_write_bytecode = True
from builtin_files import files_for  # noqa: E402

behaviour = sys.argv[2] if len(sys.argv) > 2 else "works"
refusals = 2 if behaviour == "limited" else 0


def call(number, name, **arguments):
    function = {"name": name, "arguments": json.dumps(arguments)}
    return {"index": number, "id": f"{name}-{number}", "type": "function", "function": function}


PLACE = re.compile(r"The module root is your working directory, `(.*?)`")


def answer(messages):
    """What the model says, and the tools it calls."""
    prompts = [number for number, message in enumerate(messages) if message["role"] == "user" and PLACE.search(json.dumps(message))]
    if not prompts:
        return "Nothing to do.", []
    turn = messages[prompts[-1] :]
    workspace = json.loads(f'"{PLACE.findall(json.dumps(turn[0]))[-1]}"')
    files = [(f"{workspace}/{path}", text) for path, text in files_for(workspace, sys.argv[1])]
    there = [path for path, _ in files if os.path.exists(path)]
    called = {call["function"]["name"] for message in turn for call in message.get("tool_calls") or []}
    if "write_file" in called:
        again = ", after it was told in the same conversation" if len(prompts) > 1 else ""
        return f"Wrote {len(files)} files with the help of a model{again}.", []
    if there and "read_file" not in called:
        return None, [call(number, "read_file", file_path=path) for number, path in enumerate(there)]
    if behaviour == "breaks" and "/task-value_designer/" in workspace and "syntax error" not in json.dumps(turn[0]):
        files = [(path, text + "func broken( {\n" if path.endswith("/money.go") else text) for path, text in files]
    return None, [call(number, "write_file", file_path=path, content=text) for number, (path, text) in enumerate(files)]


class Model(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        global refusals
        request = json.loads(self.rfile.read(int(self.headers["content-length"])))
        if behaviour == "hangs":
            print("asked", flush=True)
            self.rfile.read(1)  # Until the agent hangs up.
            return
        if refusals > 0:
            refusals -= 1
            print("refused", flush=True)
            error = {"message": "Too many requests, and: Request contains an invalid argument", "code": "429"}
            return self.send("application/json", json.dumps({"error": error}), 429)
        text, calls = answer(request["messages"])
        message = {"role": "assistant", "content": text, **({"tool_calls": calls} if calls else {})}
        reason = "tool_calls" if calls else "stop"
        usage = {"prompt_tokens": 100, "completion_tokens": 10, "total_tokens": 110}
        head = {"id": "1", "created": 1, "model": "scripted"}
        if not request.get("stream"):
            choice = {"index": 0, "message": message, "finish_reason": reason}
            return self.send("application/json", json.dumps({**head, "object": "chat.completion", "choices": [choice], "usage": usage}))
        chunks = [
            {"choices": [{"index": 0, "delta": message, "finish_reason": None}]},
            {"choices": [{"index": 0, "delta": {}, "finish_reason": reason}], "usage": usage},
        ]
        lines = [json.dumps({**head, "object": "chat.completion.chunk", **chunk}) for chunk in chunks]
        self.send("text/event-stream", "".join(f"data: {line}\n\n" for line in [*lines, "[DONE]"]))

    def send(self, kind, text, status=200):
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(text.encode())))
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Model)
print(server.server_port, flush=True)
server.serve_forever()
