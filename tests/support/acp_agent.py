"""An agent that speaks the Agent Client Protocol, and behaves as it is told.

Usage: acp_agent.py BEHAVIOUR SPECWAVE. It does its Task by asking the built-in agent (SPECWAVE is the executable) in a folder of
its own, and sending every file through the client. What it is refused it must be refused; else it ends with an error.
"""

import json
import os
import sys

sys.dont_write_bytecode = True
from builtin_files import brief_of, files_for  # noqa: E402

behaviour, specwave = sys.argv[1:]
workspace = os.getcwd()
session = os.path.basename(os.path.dirname(workspace)).removeprefix("task-")
last_id = 0
chosen = []  # A model, a mode.
MODES = {"currentModeId": "code", "availableModes": [{"id": "code", "name": "Code"}, {"id": "careful", "name": "With care"}]}
MODELS = [{"value": "small", "name": "Small 1"}, {"value": "big", "name": "Big 2"}]
OPTIONS = [{"id": "llm", "name": "Model", "category": "model", "type": "select", "currentValue": "small", "options": MODELS}]


def send(message):
    print(json.dumps({"jsonrpc": "2.0", **message}), flush=True)


def receive():
    line = sys.stdin.readline()
    if not line:
        sys.exit(0)
    return json.loads(line)


def call(method, **params):
    """Asks the client, and returns its answer: a result or an error."""
    global last_id
    last_id += 1
    send({"id": last_id, "method": method, "params": {"sessionId": session, **params}})
    while True:
        message = receive()
        if message.get("id") == last_id and "method" not in message:
            return message


def update(kind, **fields):
    send({"method": "session/update", "params": {"sessionId": session, "update": {"sessionUpdate": kind, **fields}}})


def say(text):
    update("agent_message_chunk", content={"type": "text", "text": text})


def ask(path):
    """Whether the client lets us edit that file."""
    options = [
        {"optionId": "always", "name": "Always", "kind": "allow_always"},
        {"optionId": "yes", "name": "Yes", "kind": "allow_once"},
        {"optionId": "no", "name": "No", "kind": "reject_once"},
    ]
    call_of = {"toolCallId": "edit", "title": "Edit " + path, "kind": "edit", "locations": [{"path": path}]}
    answer = call("session/request_permission", toolCall=call_of, options=options)["result"]["outcome"]
    return answer["optionId"] == "yes"


def overstep():
    """Tries what no Task may."""
    for path in ["/etc/passwd", os.path.join(workspace, "../../../run.json")]:
        assert "error" in call("fs/read_text_file", path=path), path + " was read"
        assert "error" in call("fs/write_text_file", path=path, content="x"), path + " was written"
        assert not ask(path), path + " was allowed"
    answer = call("fs/write_text_file", path=os.path.join(workspace, "README.md"), content="x")
    assert "belongs to another role" in answer["error"]["message"], answer


def wait_for_the_cancellation():
    """Answers no more than that the turn was cancelled, or, if it is deaf, nothing at all."""
    print("pid", os.getpid(), file=sys.stderr, flush=True)
    say("waiting to be cancelled")
    while receive().get("method") != "session/cancel" or behaviour == "deaf":
        pass
    print("the client has cancelled the turn", file=sys.stderr, flush=True)
    return "cancelled"


def do_the_task(blocks):
    prompt = blocks[0]["text"]
    takes_resources = behaviour == "oversteps"
    if takes_resources:
        names = [block["resource"]["uri"] for block in blocks[1:]]
        assert names == ["specwave:///contract.yaml", "specwave:///feature-implementation.yaml"], blocks
        assert "packages:" in blocks[1]["resource"]["text"] and "packages:" not in prompt, blocks
        assert "feature_overview:" in blocks[2]["resource"]["text"], blocks
    else:
        assert len(blocks) == 1, blocks
    update("plan", entries=[{"content": "write it all", "priority": "high", "status": "in_progress"}])
    is_first = "value_designer-1-brief" in brief_of(workspace)
    is_second = "value_designer-2-brief" in brief_of(workspace) and behaviour != "waits-at-first"
    if is_second and behaviour == "remembers":
        assert "## What you may write" not in prompt and "What you handed in did not pass" in prompt, prompt
    else:
        assert "## What you may write" in prompt, prompt
        assert takes_resources or "## `contract.yaml`" in prompt and "feature_overview:" in prompt, prompt
    if is_second:
        assert "syntax error" in prompt and "func broken( {" in prompt, prompt
        assert behaviour == "remembers" or "## What an earlier attempt ended with" in prompt, prompt
    if behaviour == "oversteps":
        overstep()
    written = 0
    for path, text in files_for(workspace, specwave):
        full = os.path.join(workspace, path)
        # Some agents send updates of tool calls that they never announced.
        update("tool_call_update", toolCallId=path, title="Write " + path, status="in_progress")
        if (behaviour != "asks" or written == 0) and not ask(full):
            return "cancelled"
        if behaviour in ("breaks", "remembers", "forgets") and is_first and path.endswith("money.go"):
            text += "func broken( {\n"
        answer = call("fs/write_text_file", path=full, content=text)
        assert "error" not in answer, answer
        assert call("fs/read_text_file", path=full)["result"]["content"] == text
        written += 1
    # What they tell is what the session has cost so far.
    for amount in [0.35, 0.5] if is_second and behaviour == "remembers" else [0.1, 0.25]:
        update("usage_update", used=1200, size=200000, cost={"amount": amount, "currency": "USD"})
    say(f"Wrote {written} ")
    if chosen:
        say(f"with {' in '.join(chosen)} ")
    say("files over ACP.\n\nThat is all.")
    return "end_turn"


if behaviour == "exits":
    sys.exit(7)
if behaviour == "garbage":
    for number in range(1000):
        print("this is no protocol", number)
if behaviour == "floods":
    while True:
        sys.stdout.write("x" * (1 << 20))
print("a greeting that is no message", flush=True)
while True:
    message = receive()
    method, answer = message.get("method"), None
    if method == "initialize":
        if behaviour == "silent":
            continue
        answer = {"protocolVersion": 2 if behaviour == "version" else 1, "agentCapabilities": {
            "loadSession": behaviour in ("remembers", "forgets", "waits-at-first"), "promptCapabilities": {"embeddedContext": behaviour == "oversteps"}}}
    elif method == "session/new":
        if behaviour == "login":
            send({"id": message["id"], "error": {"code": -32000, "message": "Authentication required"}})
            continue
        answer = {"sessionId": session, "modes": MODES, "configOptions": OPTIONS}
    elif method in ("session/set_mode", "session/set_config_option"):
        chosen.append(message["params"].get("modeId") or message["params"]["value"])
        answer = {} if method == "session/set_mode" else {"configOptions": OPTIONS}
    elif method == "session/load":
        if behaviour == "forgets":
            send({"id": message["id"], "error": {"code": -32002, "message": "Resource not found"}})
            continue
        assert message["params"] == {"sessionId": "value_designer", "cwd": workspace, "mcpServers": []}, message
        say("What I said in the earlier attempt.")
        update("usage_update", used=1200, size=200000, cost={"amount": 0.25, "currency": "USD"})
        answer = {}
    elif method == "session/prompt":
        if behaviour == "dies":
            sys.exit(9)
        if behaviour == "refuses":
            answer = {"stopReason": "refusal"}
        elif behaviour in ("waits", "deaf") or behaviour == "waits-at-first" and "value_designer-1-brief" in brief_of(workspace):
            answer = {"stopReason": wait_for_the_cancellation()}
        else:
            used = {"totalTokens": 960, "inputTokens": 100, "cachedReadTokens": 800, "outputTokens": 50, "thoughtTokens": 10}
            answer = {"stopReason": do_the_task(message["params"]["prompt"]), "usage": used}
    send({"id": message["id"], "result": answer})
