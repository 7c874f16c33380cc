-- Each way to install the plugin, in a Neovim that starts as a user's does: nvim --clean --headless -l neovim/tests/installation.lua
--
-- vim.pack comes with Neovim 0.12, and lazy.nvim from no registry of packages; what they do to a plugin in a folder of its
-- repository, as docs/editors.md sets them up, is done here in their stead.

package.path = vim.fs.joinpath(vim.fs.dirname(debug.getinfo(1, "S").source:sub(2)), "?.lua;") .. package.path
local support = require("support")

local around = vim.fn.tempname()
local data = vim.fs.joinpath(around, "data/nvim/site/pack/core/opt")
local plugin = vim.fs.joinpath(support.repository, "neovim")
vim.fn.mkdir(data, "p")
assert(vim.uv.fs_symlink(support.repository, vim.fs.joinpath(data, "specwave")))

-- What stands in init.lua.
local WAYS = {
  ["a plain runtimepath"] = ('vim.opt.runtimepath:append("%s")\nvim.lsp.enable("specwave")'):format(plugin),
  ["vim.pack, which leaves the clone below pack/core/opt"] = ([[
    local function load(plugin)
      vim.opt.runtimepath:append(plugin.path .. "/neovim")
    end
    load({ path = "%s/specwave" })
    vim.lsp.enable("specwave")
  ]]):format(data),
  ["lazy.nvim, which loads plugins in Neovim's stead"] = ([[
    vim.go.loadplugins = false
    vim.opt.runtimepath:prepend("%s")
    vim.cmd.runtime("plugin/specwave.lua")
    vim.lsp.enable("specwave")
  ]]):format(plugin),
}

-- What the started editor does: opens a specification, waits for a finding, and knows the command.
local ASKED = [[
  vim.cmd.edit("specs/invoice-reminders.md")
  local found = vim.wait(240000, function() return #vim.diagnostic.get(0) > 0 end, 20)
  io.stdout:write(found and vim.fn.exists(":Specwave") == 2 and "installed" or "nothing is installed")
  for _, client in ipairs(vim.lsp.get_clients()) do client:stop(true) end
  vim.cmd("qa!")
]]

local steps = {}
for way, init in vim.spairs(WAYS) do
  table.insert(steps, {
    way,
    function()
      local folder = vim.fs.joinpath(around, "folder")
      support.write(vim.fs.joinpath(folder, "specs/invoice-reminders.md"), support.SPECIFICATION)
      support.write(vim.fs.joinpath(around, "config/nvim/init.lua"), init)
      support.write(vim.fs.joinpath(around, "asked.lua"), ASKED)
      local started = vim
        .system({ vim.v.progpath, "--headless", "-c", "luafile " .. around .. "/asked.lua" }, {
          cwd = folder,
          env = {
            XDG_CONFIG_HOME = around .. "/config",
            XDG_DATA_HOME = around .. "/data",
            XDG_STATE_HOME = around .. "/state",
            XDG_CACHE_HOME = around .. "/cache",
            PATH = support.path(around),
          },
          text = true,
        })
        :wait()
      assert(started.stdout == "installed", started.stdout .. started.stderr)
    end,
  })
end
support.steps(steps)
