-- Configuration of the Specwave language server for vim.lsp.enable("specwave"), Neovim 0.11 or later.
return {
  cmd = { "specwave", "lsp" },
  -- Beside the server for Go, which keeps definitions, hovers and all the rest; this one knows what Go is declared for.
  filetypes = { "markdown", "go" },
  root_markers = { "specwave.toml", "go.mod", ".git" },
  on_exit = vim.schedule_wrap(function(_, _, client)
    require("specwave.runs").forget(client)
  end),
}
