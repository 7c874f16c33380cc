-- Configuration of the Specwave language server for vim.lsp.enable("specwave"), Neovim 0.11 or later.
return {
  cmd = { "specwave", "lsp" },
  filetypes = { "markdown" },
  root_markers = { "specwave.toml", "go.mod", ".git" },
}
