-- The command :Specwave, and news of runs. Nothing is loaded before it is used.
if vim.g.loaded_specwave then
  return
end
vim.g.loaded_specwave = true

vim.api.nvim_create_user_command("Specwave", function(given)
  require("specwave.commands").run(given.fargs)
end, {
  nargs = "+",
  desc = "Execute specifications and look after their runs",
  complete = function(typed, line)
    return require("specwave.commands").complete(typed, line)
  end,
})

vim.api.nvim_create_autocmd("LspProgress", {
  group = vim.api.nvim_create_augroup("specwave", {}),
  desc = "Remember what goes on in runs of specifications",
  callback = function(event)
    local token = event.data.params.token
    if type(token) == "string" and vim.startswith(token, "specwave:") then
      require("specwave.runs").heard(event.data.client_id, token, event.data.params.value)
    end
  end,
})
