-- What may be used in a configuration.
local M = {}

--- Wave, Tasks and percentage of the run that goes on, for a status line; empty where none does.
--- @return string
function M.status()
  return require("specwave.runs").status()
end

return M
