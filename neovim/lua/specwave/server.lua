-- The language server, and the command line, which is the same executable.
local M = {}

--- @return string
function M.executable()
  local cmd = (vim.lsp.config.specwave or {}).cmd
  return type(cmd) == "table" and cmd[1] or "specwave"
end

--- The client of the buffer at hand, or nothing after saying why there is none.
--- @return vim.lsp.Client?
function M.client()
  local client = vim.lsp.get_clients({ name = "specwave", bufnr = 0 })[1]
  if not client then
    M.say('no server looks after this buffer; open a specification, and see :help specwave-setup', vim.log.levels.ERROR)
  end
  return client
end

--- The folder that the code of the buffer at hand arrives in.
--- @return string
function M.folder()
  local client = vim.lsp.get_clients({ name = "specwave", bufnr = 0 })[1]
  return client and client.root_dir or vim.fs.root(0, { "specwave.toml", "go.mod", ".git" }) or vim.fn.getcwd()
end

--- Runs the command line in the folder, and calls back with what it printed.
--- @param arguments string[]
--- @param done fun(result: { code: integer, stdout: string, stderr: string })
--- @param folder string?
function M.command_line(arguments, done, folder)
  local command = vim.list_extend({ M.executable() }, arguments)
  local started, problem = pcall(vim.system, command, { cwd = folder or M.folder(), text = true }, vim.schedule_wrap(done))
  if not started then
    M.say(("%s cannot be run: %s"):format(M.executable(), problem), vim.log.levels.ERROR)
  end
end

--- A line that there is room for is read in passing; for more, Neovim waits until somebody presses Enter. News are not
--- worth that, errors are.
--- @param message string
--- @param level integer?
function M.say(message, level)
  level = level or vim.log.levels.INFO
  local text = "specwave: " .. vim.trim(message)
  if level < vim.log.levels.WARN then
    local line = text:gsub("%s*\n%s*", "; ")
    local fitting = vim.fn.strcharpart(line, 0, vim.v.echospace - 1)
    text = fitting == line and line or fitting .. "…"
  end
  vim.notify(text, level)
end

return M
