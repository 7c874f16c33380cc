-- A folder with a specification whose run can be held in the middle, and what tests ask of the editor.
local M = {}

M.repository = vim.fn.fnamemodify(debug.getinfo(1, "S").source:sub(2), ":p:h:h:h")

M.SPECIFICATION = [[
---
feature: Invoice Reminders
domain: billing
priority: hihg
---

# Invoice Reminders

## Overview
Customers who forget an invoice are reminded of it.

## Domain Model
```yaml
entities:
  - name: Invoice
    fields:
      - ID uuid.UUID
      - Total int64
      - DueAt time.Time
    methods:
      - IsOverdue() bool
services:
  - name: ReminderService
    operations:
      - Remind(ctx context.Context, invoiceID uuid.UUID) error
```

## Acceptance Criteria
- An overdue invoice is reminded once
]]

--- The server that is tested: the one that cargo has built, or another.
local function server()
  return vim.env.SPECWAVE_SERVER or vim.fs.joinpath(M.repository, "target/debug/specwave")
end

--- The PATH on which the server is found, by a link below a folder, and the tools of tests.
function M.path(around)
  local bin = vim.fs.joinpath(around, "bin")
  vim.fn.mkdir(bin, "p")
  if not vim.uv.fs_stat(vim.fs.joinpath(bin, "specwave")) then
    assert(vim.uv.fs_symlink(server(), vim.fs.joinpath(bin, "specwave")))
  end
  return table.concat({ bin, vim.fs.joinpath(M.repository, ".tools/bin"), vim.env.PATH }, ":")
end

--- A new folder; the editor works in it, with the plugin and the server as a user has them.
function M.project()
  local around = vim.fn.tempname()
  local folder = vim.fs.joinpath(around, "Mahnungen für März")
  vim.fn.mkdir(vim.fs.joinpath(folder, "specs"), "p")
  vim.env.PATH = M.path(around)
  vim.env.XDG_CACHE_HOME = vim.fs.joinpath(around, "cache")

  local project = { folder = folder, gate = vim.fs.joinpath(around, "gate") }
  M.write(project.gate, "")
  local agent = vim.fs.joinpath(M.repository, "tests/support/scripted_agent.py")
  local command = vim.json.encode({ "python3", agent, project.gate, "domain_expert" })
  project.write = function(file, text)
    M.write(vim.fs.joinpath(folder, file), text)
  end
  project.read = function(file)
    return table.concat(vim.fn.readfile(vim.fs.joinpath(folder, file)), "\n")
  end
  project.write("specs/invoice-reminders.md", M.SPECIFICATION)
  project.write("specwave.toml", ('agent = "scripted"\nquality = "draft"\n\n[agents.scripted]\ncommand = %s\n\n[gate.contract]\nenabled = false\n'):format(command))
  -- Holds the scripted agent's domain expert until it is released.
  project.hold = function()
    local held = false
    project.holder = vim.system({ "flock", project.gate, "sh", "-c", "echo held; cat" }, {
      stdin = true,
      stdout = function()
        held = true
      end,
    })
    M.wait("the gate is locked", function()
      return held
    end)
  end
  project.release = function()
    project.holder:write(nil)
    project.holder:wait()
  end
  -- How the latest run ended, as its journal says; nothing while it goes on.
  project.outcome = function()
    local journals = vim.fn.glob(folder .. "/.specwave/runs/*/journal.jsonl", true, true)
    table.sort(journals)
    local last = journals[1] and vim.fn.readfile(journals[#journals])
    return last and last[#last] and last[#last]:match('"run_ended","outcome":{"outcome":"(%w+)"')
  end

  vim.opt.runtimepath:prepend(vim.fs.joinpath(M.repository, "neovim"))
  vim.cmd.runtime("plugin/specwave.lua")
  vim.cmd.cd(vim.fn.fnameescape(folder))
  vim.lsp.enable("specwave")
  return project
end

--- Opens a file as a user does; `nvim -l` tells no file types.
function M.edit(file)
  vim.cmd.edit(vim.fn.fnameescape(file))
  vim.bo.filetype = vim.filetype.match({ buf = 0 })
end

function M.write(file, text)
  vim.fn.mkdir(vim.fs.dirname(file), "p")
  vim.fn.writefile(vim.split(text, "\n"), file)
end

--- Waits for something, as long as a machine may need that has much else to do.
function M.wait(what, condition)
  assert(vim.wait(240000, condition, 20), "waited in vain until " .. what)
end

--- The text of a buffer.
function M.text(buffer)
  return table.concat(vim.api.nvim_buf_get_lines(buffer or 0, 0, -1, false), "\n")
end

--- What the user was told.
M.told = {}
vim.notify = function(message)
  table.insert(M.told, message)
end

function M.was_told(part)
  return table.concat(M.told, "\n"):find(part, 1, true) ~= nil
end

--- The steps of a test in order; ends the editor, with code 1 where one fails.
function M.steps(steps)
  local failed = 0
  for _, step in ipairs(steps) do
    local name, body = step[1], step[2]
    local began = vim.uv.hrtime()
    local passed, problem = xpcall(body, debug.traceback)
    print(("%s %s (%.1f s)"):format(passed and "ok" or "FAILED", name, (vim.uv.hrtime() - began) / 1e9))
    if not passed then
      print(problem .. "\ntold:\n" .. table.concat(M.told, "\n"))
      failed = 1
      break
    end
  end
  print(("%d passed, %d failed"):format(failed == 0 and #steps or 0, failed))
  for _, client in ipairs(vim.lsp.get_clients()) do
    client:stop(true)
  end
  vim.cmd(failed == 0 and "qa!" or "cquit 1")
end

return M
