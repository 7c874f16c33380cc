-- A run as a chart of text: when each Task and each gate was at work, on one scale, and what keeps the others waiting.
local M = {}

local WIDTH = 48

local MARKS = { running = "▓", failed = "░", passed = "▪" }

--- `2m5s`.
local function duration(milliseconds)
  local seconds = math.floor(milliseconds / 1000 + 0.5)
  local parts = {}
  for _, part in ipairs({ { math.floor(seconds / 3600), "h" }, { math.floor(seconds / 60) % 60, "m" }, { seconds % 60, "s" } }) do
    if part[1] > 0 then
      table.insert(parts, part[1] .. part[2])
    end
  end
  return #parts > 0 and table.concat(parts) or "0s"
end

local function padded(text, width)
  return text .. (" "):rep(width - vim.fn.strdisplaywidth(text))
end

local function ended_at(part, now)
  -- JSON's null is a value of its own.
  return type(part.ended_at) == "number" and part.ended_at or now
end

--- The bars of one row.
--- @param parts { began_at: integer, ended_at: integer?, mark: string }[]
local function bars(parts, report, now)
  local cells = {}
  local length = math.max(1000, now - report.began_at)
  local function column(at)
    return math.min(WIDTH, math.max(1, math.floor(WIDTH * (at - report.began_at) / length) + 1))
  end
  for _, part in ipairs(parts) do
    for at = column(part.began_at), column(ended_at(part, now)) do
      cells[at] = part.mark
    end
  end
  local drawn = {}
  for at = 1, WIDTH do
    drawn[at] = cells[at] or " "
  end
  return table.concat(drawn)
end

local function spent(parts, now)
  local sum = 0
  for _, part in ipairs(parts) do
    sum = sum + math.max(0, ended_at(part, now) - part.began_at)
  end
  return #parts > 0 and duration(sum) or ""
end

--- What keeps a Task from beginning; every one needs the contract of Wave 0 as well.
local function waits_for(task, report)
  local titles = {}
  for _, other in ipairs(report.tasks) do
    local is_needed = vim.list_contains(task.needs, other.id) or (task.wave > 0 and other.wave == 0)
    if is_needed and other.state ~= "integrated" then
      table.insert(titles, other.title)
    end
  end
  return #titles > 2 and #titles .. " Tasks" or table.concat(titles, ", ")
end

local function state_of(task, report)
  local waiting = task.state == "waiting" and waits_for(task, report) or ""
  return waiting ~= "" and "waits for " .. waiting or task.state
end

--- Gates of one name share a row, in the order of their first.
local function gates_by_name(gates)
  local named, order = {}, {}
  for _, gate in ipairs(gates) do
    if not named[gate.name] then
      named[gate.name] = {}
      table.insert(order, gate.name)
    end
    local state = type(gate.ended_at) ~= "number" and "running" or gate.passed and "passed" or "failed"
    table.insert(named[gate.name], { began_at = gate.began_at, ended_at = gate.ended_at, mark = MARKS[state], state = state })
  end
  return named, order
end

--- The chart of a run.
--- @param report table what `specwave status --format json` prints
--- @param now integer milliseconds
--- @return string[]
function M.lines(report, now)
  now = report.outcome == "running" and math.max(now, report.last_at) or report.last_at
  local titles = 0
  for _, named in ipairs(vim.list_extend(vim.list_extend({}, report.tasks), report.gates)) do
    titles = math.max(titles, vim.fn.strdisplaywidth(named.title or named.name))
  end
  local function row(mark, title, parts, state)
    local line = { mark, padded(title, titles), "│" .. bars(parts, report, now) .. "│", ("%6s"):format(spent(parts, now)), state }
    return table.concat(line, " ")
  end
  local state = report.outcome == "running" and report.percentage .. "%" or report.outcome
  local summary = { state, ("%d of %d Tasks"):format(report.completed, #report.tasks), duration(now - report.began_at) }
  local lines = { ("%s · %s"):format(report.feature, table.concat(summary, " · ")) }
  for _, wave in ipairs(report.waves) do
    vim.list_extend(lines, { "", ("Wave %d: %s"):format(wave.number, wave.title) })
    for _, task in ipairs(report.tasks) do
      if task.wave == wave.number then
        local parts = vim.tbl_map(function(attempt)
          return vim.tbl_extend("force", attempt, { mark = MARKS[attempt.state] or "█" })
        end, task.attempted)
        local mark = vim.list_contains(report.critical_path, task.id) and "◆" or " "
        table.insert(lines, row(mark, task.title, parts, state_of(task, report)))
      end
    end
  end
  local named, order = gates_by_name(report.gates)
  if #order > 0 then
    vim.list_extend(lines, { "", "Gates" })
  end
  for _, name in ipairs(order) do
    table.insert(lines, row(" ", name, named[name], named[name][#named[name]].state))
  end
  return vim.list_extend(lines, { "", "◆ on the critical path   █ done   ▓ at work   ▪ gate passed   ░ failed" })
end

return M
