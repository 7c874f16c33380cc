-- Configuration of the Specwave language server for vim.lsp.enable("specwave"), Neovim 0.11 or later.
local LEVELS = { vim.log.levels.ERROR, vim.log.levels.WARN, vim.log.levels.INFO, vim.log.levels.DEBUG }

return {
  cmd = { "specwave", "lsp" },
  -- Beside the server for Go, which keeps definitions, hovers and all the rest; this one knows what Go is declared for.
  filetypes = { "markdown", "go", "toml" },
  root_dir = function(buffer, start)
    -- Of TOML it knows its own settings only.
    local name = vim.fs.basename(vim.api.nvim_buf_get_name(buffer))
    if vim.bo[buffer].filetype ~= "toml" or name == "specwave.toml" then
      start(vim.fs.root(buffer, { "specwave.toml", "go.mod", ".git" }))
    end
  end,
  handlers = {
    -- Neovim's own handler writes a line more than there is room for, and then waits until somebody presses Enter.
    ["window/showMessage"] = function(_, params)
      require("specwave.server").say(params.message, LEVELS[params.type])
    end,
  },
  on_exit = vim.schedule_wrap(function(_, _, client)
    require("specwave.runs").forget(client)
  end),
}
