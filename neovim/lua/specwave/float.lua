-- A window above the text that shows the latest run one way or another; it follows the run while it goes on.
local server = require("specwave.server")
local M = {}

--- How a run is shown.
--- @class specwave.View
--- @field arguments string[] what the command line is asked for
--- @field lines fun(printed: string): string[] what is shown of what it printed

--- @type { window: integer, buffer: integer, folder: string, view: specwave.View, busy: boolean, stale: boolean }?
local shown

--- Where the window is and how large; a line that is too long for it takes several rows.
local function place(lines, rows)
  local width = 40
  for _, line in ipairs(lines) do
    width = math.max(width, vim.fn.strdisplaywidth(line))
  end
  width = math.min(width, vim.o.columns - 4)
  local height = math.min(rows, vim.o.lines - 4)
  return {
    relative = "editor",
    width = width,
    height = height,
    row = math.floor((vim.o.lines - height) / 2) - 1,
    col = math.floor((vim.o.columns - width) / 2),
  }
end

local function open(folder, view)
  local buffer = vim.api.nvim_create_buf(false, true)
  vim.bo[buffer].bufhidden = "wipe"
  vim.bo[buffer].filetype = "specwave-status"
  local options = vim.tbl_extend("force", place({}, 1), { style = "minimal", border = "rounded", title = " Specwave " })
  local window = vim.api.nvim_open_win(buffer, true, options)
  vim.keymap.set("n", "q", "<Cmd>close<CR>", { buffer = buffer, desc = "Close" })
  shown = { window = window, buffer = buffer, folder = folder, view = view, busy = false, stale = false }
end

local function fill(lines)
  local buffer, window = shown.buffer, shown.window
  local view = vim.api.nvim_win_call(window, vim.fn.winsaveview)
  vim.bo[buffer].modifiable = true
  vim.api.nvim_buf_set_lines(buffer, 0, -1, false, lines)
  vim.bo[buffer].modifiable = false
  vim.api.nvim_win_set_config(window, place(lines, #lines))
  local rows = vim.api.nvim_win_text_height(window, {}).all
  local options = place(lines, rows)
  options.footer = rows > options.height and " more with Ctrl-D, Ctrl-U " or ""
  vim.api.nvim_win_set_config(window, options)
  -- Whoever has scrolled stays there.
  vim.api.nvim_win_call(window, function()
    vim.fn.winrestview(view)
  end)
end

--- Shows the latest run of the folder.
--- @param folder string
--- @param view specwave.View
function M.show(folder, view)
  if shown and vim.api.nvim_win_is_valid(shown.window) then
    vim.api.nvim_win_close(shown.window, true)
  end
  open(folder, view)
  M.refresh()
end

--- Brings what is shown up to date. News that come while the last ones are fetched are fetched together.
function M.refresh()
  if not shown or not vim.api.nvim_win_is_valid(shown.window) then
    shown = nil
    return
  end
  if shown.busy then
    shown.stale = true
    return
  end
  local asked = shown
  asked.busy, asked.stale = true, false
  server.command_line(asked.view.arguments, function(result)
    asked.busy = false
    if asked ~= shown or not vim.api.nvim_win_is_valid(asked.window) then
      return
    end
    fill(result.stdout ~= "" and asked.view.lines(result.stdout) or vim.split(vim.trim(result.stderr), "\n"))
    if asked.stale then
      M.refresh()
    end
  end, asked.folder)
end

return M
