-- What :Specwave does, by its first word.
local server = require("specwave.server")
local M = {}

local EXECUTE_OPTIONS = {
  mode = { "adaptive", "parallel", "sequential" },
  quality = { "draft", "production", "bulletproof" },
  agent = { "builtin" },
  jobs = {},
  output = {},
  branch = {},
}

local RETRY_OPTIONS = { wave = { "0", "1", "2", "3", "4" }, task = {} }

--- `mode=draft jobs=4` as the argument of the server's commands, or nothing after saying what is wrong.
local function argument(words)
  local given = { uri = vim.uri_from_bufnr(0) }
  for _, word in ipairs(words) do
    local key, value = word:match("^(%w+)=(.+)$")
    if not key or not EXECUTE_OPTIONS[key] then
      local keys = vim.tbl_keys(EXECUTE_OPTIONS)
      table.sort(keys)
      server.say(("`%s` is none of: %s"):format(word, table.concat(keys, "=, ") .. "="), vim.log.levels.ERROR)
      return nil
    end
    given[key] = key == "jobs" and tonumber(value) or value
  end
  return given
end

local function ask_server(command, title, words)
  local client, given = server.client(), argument(words)
  if client and given then
    -- What goes wrong, the server says in a message of its own.
    client:exec_cmd({ title = title, command = command, arguments = { given } }, { bufnr = 0 }, function() end)
  end
end

--- In a terminal, since it takes its time and tells how far it is.
local function in_terminal(arguments)
  local folder = server.folder()
  vim.cmd("botright 15new")
  vim.fn.jobstart(vim.list_extend({ server.executable() }, arguments), { term = true, cwd = folder })
end

local commands = {}

function commands.execute(words)
  ask_server("specwave.execute", "Execute specification", words)
end

function commands.plan(words)
  ask_server("specwave.previewPlan", "Preview wave plan", words)
end

function commands.cancel()
  if require("specwave.runs").cancel() == 0 then
    server.say("no run is going on")
  end
end

--- The latest run in a window; what its gates found goes to the quickfix list.
function commands.status()
  local folder = server.folder()
  require("specwave.float").show(folder, {
    arguments = { "status" },
    lines = function(printed)
      return vim.split(vim.trim(printed), "\n")
    end,
  })
  server.command_line({ "status", "--format", "json" }, function(result)
    local read, report = pcall(vim.json.decode, result.stdout)
    if read and #report.findings > 0 then
      require("specwave.findings").to_quickfix("Specwave gates", report.output, report.findings)
    end
  end, folder)
end

--- The latest run as a chart, in a window.
function commands.timeline()
  require("specwave.float").show(server.folder(), {
    arguments = { "status", "--format", "json" },
    lines = function(printed)
      return require("specwave.timeline").lines(vim.json.decode(printed), os.time() * 1000)
    end,
  })
end

--- The findings of all specifications, or of some, in the quickfix list.
function commands.check(words)
  local folder = server.folder()
  server.command_line(vim.list_extend({ "check", "--format", "json" }, words), function(result)
    local read, report = pcall(vim.json.decode, result.stdout)
    if not read then
      return server.say(result.stderr, vim.log.levels.ERROR)
    end
    local count = require("specwave.findings").to_quickfix("Specwave check", folder, report.findings)
    server.say(count == 1 and "1 finding" or count .. " findings")
    if count > 0 then
      vim.cmd.copen()
    end
  end, folder)
end

function commands.resume()
  in_terminal({ "resume" })
end

--- A wave or a Task again; what follows, its agents are told.
function commands.retry(words)
  local key, value = (words[1] or ""):match("^(%w+)=(.+)$")
  if not RETRY_OPTIONS[key] then
    return server.say("say what is done again: wave=N or task=KEY", vim.log.levels.ERROR)
  end
  local arguments = { "retry", "--" .. key, value }
  if words[2] then
    vim.list_extend(arguments, { "--with-context", table.concat(words, " ", 2) })
  end
  in_terminal(arguments)
end

function commands.undo()
  if vim.fn.confirm("Take back what the latest run brought into the folder?", "&Undo\n&Cancel", 2) == 1 then
    in_terminal({ "undo" })
  end
end

function commands.log()
  vim.cmd.edit(vim.fn.fnameescape(vim.lsp.log.get_filename()))
end

--- Writes a new specification and opens it; it is called what the words say.
function commands.new(words)
  local name = #words > 0 and table.concat(words, " ") or vim.fn.input("What is the feature called? ")
  if vim.trim(name) == "" then
    return
  end
  local folder = server.folder()
  server.command_line({ "init", "--", name }, function(result)
    local written = result.stdout:match("^(.-) is written;")
    if result.code ~= 0 or not written then
      return server.say(result.stderr, vim.log.levels.ERROR)
    end
    vim.cmd.edit(vim.fn.fnameescape(vim.fs.joinpath(folder, written)))
  end, folder)
end

local function names()
  local all = vim.tbl_keys(commands)
  table.sort(all)
  return all
end

--- @param words string[]
function M.run(words)
  local command = commands[words[1]]
  if not command then
    return server.say(("`%s` is none of: %s"):format(words[1], table.concat(names(), ", ")), vim.log.levels.ERROR)
  end
  command(vim.list_slice(words, 2))
end

--- What may stand where the cursor is.
--- @param typed string
--- @param line string
--- @return string[]
function M.complete(typed, line)
  local first = line:match("Specwave%s+(%S+)%s")
  local offered = {}
  if not first then
    offered = names()
  elseif first == "execute" or first == "plan" or first == "retry" then
    for key, values in vim.spairs(first == "retry" and RETRY_OPTIONS or EXECUTE_OPTIONS) do
      vim.list_extend(offered, #values == 0 and { key .. "=" } or vim.tbl_map(function(value)
        return key .. "=" .. value
      end, values))
    end
  elseif first == "check" then
    return vim.fn.getcompletion(typed, "file")
  end
  return vim.tbl_filter(function(offer)
    return vim.startswith(offer, typed)
  end, offered)
end

return M
