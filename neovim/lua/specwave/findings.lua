-- Findings as the command line prints them, in the quickfix list.
local M = {}

local TYPES = { error = "E", warning = "W", information = "I", hint = "N" }

--- Fills the quickfix list; how many findings there are.
--- @param title string
--- @param folder string what the files are relative to
--- @param findings table[]
--- @return integer
function M.to_quickfix(title, folder, findings)
  local items = vim.tbl_map(function(finding)
    return {
      filename = vim.fs.joinpath(vim.startswith(finding.file, "/") and "" or folder, finding.file),
      lnum = finding.range.start.line,
      col = finding.range.start.column,
      type = TYPES[finding.severity],
      text = ("%s [%s]"):format(finding.message, finding.code),
    }
  end, findings)
  vim.fn.setqflist({}, " ", { title = title, items = items })
  return #items
end

return M
