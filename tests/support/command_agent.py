"""A coding agent for the command line: it gets a prompt, does the Task, and streams what it does.

Usage: command_agent.py claude SPECWAVE (prompt on standard input), or command_agent.py codex SPECWAVE PROMPT_FILE. What it writes is
what the built-in agent (SPECWAVE is the executable) would write.
"""

import json
import os
import sys

sys.dont_write_bytecode = True
from builtin_files import files_for  # noqa: E402


def tell(**event):
    print(json.dumps(event), flush=True)


style, specwave, *prompt_file = sys.argv[1:]
if style == "claude":
    prompt = sys.stdin.read()
else:
    assert sys.stdin.read() == "", "the prompt is in a file"
    with open(prompt_file[0]) as file:
        prompt = file.read()
assert "## What you may write" in prompt and f"`{os.getcwd()}`" in prompt and "## `contract.yaml`" in prompt, prompt
print("a greeting that is no JSON", flush=True)
written = 0
for path, text in files_for(os.getcwd(), specwave):
    os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
    with open(path, "w") as file:
        file.write(text)
    written += 1
    if style == "claude":
        call = {"type": "tool_use", "name": "Write", "input": {"file_path": path}}
        tell(type="assistant", message={"content": [call], "usage": {"input_tokens": 5}})
    else:
        tell(type="item.completed", item={"type": "file_change", "changes": [{"path": path, "kind": "add"}]})
said = f"Streamed {written} files as {style}."
if style == "claude":
    tell(type="assistant", message={"content": [{"type": "text", "text": said}]})
    tell(type="result", subtype="success", is_error=False, total_cost_usd=0.5, usage={"input_tokens": 100, "output_tokens": 20})
else:
    tell(type="item.completed", item={"type": "agent_message", "text": said})
    tell(type="turn.completed", usage={"input_tokens": 1000, "cached_input_tokens": 900, "output_tokens": 30})
