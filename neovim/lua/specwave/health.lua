-- :checkhealth specwave
local M = {}

local function output_of(command)
  local started, process = pcall(vim.system, command, { text = true })
  local result = started and process:wait(5000)
  return result and result.code == 0 and vim.trim(result.stdout) or nil
end

function M.check()
  local health = vim.health
  health.start("Editor")
  if vim.fn.has("nvim-0.11") == 1 then
    health.ok("Neovim has vim.lsp.config and vim.lsp.enable")
  else
    health.error("Neovim is older than 0.11", { "Install Neovim 0.11 or later" })
  end

  health.start("Server")
  local executable = require("specwave.server").executable()
  local version = output_of({ executable, "--version" })
  if version then
    health.ok(("%s: %s"):format(vim.fn.exepath(executable), version))
  else
    health.error(
      ("`%s` cannot be run"):format(executable),
      { "Put the folder of specwave on the PATH", 'Or name it: vim.lsp.config("specwave", { cmd = { "/path/to/specwave", "lsp" } })' }
    )
  end
  if vim.lsp.is_enabled and vim.lsp.is_enabled("specwave") or #vim.lsp.get_clients({ name = "specwave" }) > 0 then
    health.ok("The server is enabled")
  else
    health.warn("The server is not enabled", { 'Add vim.lsp.enable("specwave") to init.lua' })
  end

  health.start("Executing")
  local go = output_of({ "go", "version" })
  if go then
    health.ok(go)
  else
    health.warn("Go is not on the PATH: specifications are validated, and cannot be executed", { "Install Go 1.22 or later" })
  end
end

return M
