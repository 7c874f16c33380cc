-- Runs that go on, as the server tells of them.
local M = {}

--- @class specwave.Run
--- @field client integer
--- @field title string `Specwave: Invoice Reminders`
--- @field message string `Wave 1 · 3/5 · Domain Expert: 2 entities created`
--- @field percentage integer

--- Runs by the token of their progress.
--- @type table<string, specwave.Run>
local going_on = {}

--- Takes note of progress.
--- @param client integer
--- @param token string
--- @param value { kind: string, title: string?, message: string?, percentage: integer? }
function M.heard(client, token, value)
  if value.kind == "end" then
    going_on[token] = nil
  else
    local run = going_on[token] or { client = client, title = "Specwave", message = "", percentage = 0 }
    run.title = value.title or run.title
    run.message = value.message or run.message
    run.percentage = value.percentage or run.percentage
    going_on[token] = run
  end
  vim.cmd.redrawstatus({ bang = true })
  require("specwave.float").refresh()
end

--- @return string
function M.status()
  local token, run = next(going_on)
  if not token then
    return ""
  end
  local wave, tasks = run.message:match("^(.-) · (%d+/%d+)")
  local what = wave and (wave .. " · " .. tasks) or run.message
  return ("%s · %d%%"):format(what, run.percentage)
end

--- Asks every run that goes on to end; how many there are.
--- @return integer
function M.cancel()
  local asked = 0
  for token, run in pairs(going_on) do
    local client = vim.lsp.get_client_by_id(run.client)
    if client then
      client:notify("window/workDoneProgress/cancel", { token = token })
      asked = asked + 1
    end
  end
  return asked
end

--- A server that has ended tells no ends; a new one tells of the runs that go on.
--- @param client integer
function M.forget(client)
  for token, run in pairs(going_on) do
    if run.client == client then
      going_on[token] = nil
    end
  end
end

return M
