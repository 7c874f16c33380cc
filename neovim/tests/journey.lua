-- From a broken specification to Go code, in a real Neovim: nvim --clean --headless -l neovim/tests/journey.lua

package.path = vim.fs.joinpath(vim.fs.dirname(debug.getinfo(1, "S").source:sub(2)), "?.lua;") .. package.path
local support = require("support")
local wait = support.wait
local project = support.project()

local function specwave(line)
  vim.cmd("Specwave " .. line)
end

local function status()
  return require("specwave").status()
end

--- Executes, and waits until the editor has heard of the end.
local function execute(options)
  specwave("execute " .. options)
  wait("the run has begun", function()
    return status() ~= ""
  end)
  wait("the run has ended", function()
    return status() == ""
  end)
end

local function specification()
  return vim.fn.bufnr(vim.fs.joinpath(project.folder, "specs/invoice-reminders.md"))
end

local function to_specification()
  vim.cmd.buffer(specification())
end

local function finding(part)
  return vim.iter(vim.diagnostic.get(specification())):find(function(diagnostic)
    return diagnostic.message:find(part, 1, true) ~= nil
  end)
end

support.steps({
  {
    "findings are shown",
    function()
      support.edit("specs/invoice-reminders.md")
      wait("the finding is there", function()
        return finding("hihg")
      end)
    end,
  },
  {
    "a quick fix mends one",
    function()
      vim.api.nvim_win_set_cursor(0, { 4, 11 })
      vim.lsp.buf.code_action({
        apply = true,
        filter = function(action)
          return action.kind == "quickfix" and action.title:find("high", 1, true) ~= nil
        end,
      })
      wait("the text is mended and the finding gone", function()
        return support.text():find("priority: high", 1, true) and not finding("hihg")
      end)
    end,
  },
  {
    "a mistake in the settings is shown where it stands, until it is mended",
    function()
      support.edit("specwave.toml")
      local settings = vim.api.nvim_get_current_buf()
      vim.api.nvim_buf_set_lines(settings, 2, 2, false, { "jobs = 0" })
      wait("the mistake is shown", function()
        local found = vim.diagnostic.get(settings)[1]
        return found and found.lnum == 2 and found.message == "`jobs` must be at least 1"
      end)
      vim.api.nvim_buf_set_lines(settings, 2, 3, false, {})
      wait("it is gone", function()
        return #vim.diagnostic.get(settings) == 0
      end)
      to_specification()
    end,
  },
  {
    "the plan is shown, and nothing is started",
    function()
      specwave("plan mode=parallel")
      wait("the page is open", function()
        return vim.api.nvim_buf_get_name(0):match("wave%-plan%.md$")
      end)
      assert(support.text():find("Domain Expert", 1, true))
      assert(project.outcome() == nil)
      to_specification()
    end,
  },
  {
    "a run is in the status line and in the window, and can be cancelled",
    function()
      project.hold()
      specwave("execute mode=adaptive")
      wait("the status line tells of it", function()
        return status():match("^Wave %d · %d+/%d+ · %d+%%$")
      end)
      specwave("status")
      wait("the window shows its Tasks", function()
        return support.text():match("Domain Expert[^\n]*running")
      end)
      assert(vim.api.nvim_win_get_config(0).relative == "editor", "it is no floating window")
      local function footer()
        return vim.inspect(vim.api.nvim_win_get_config(0).footer or "")
      end
      assert(footer():find("more with Ctrl-D", 1, true), "a small screen has room for a part only: " .. footer())
      specwave("timeline")
      wait("the chart shows who is at work and who waits", function()
        local chart = support.text()
        return chart:match("Domain Expert[^\n]*▓│ +%d+s running\n") and chart:match("Quality Validator[^\n]*waits for")
      end)
      specwave("status")
      wait("the window shows its Tasks again", function()
        return support.text():match("Domain Expert[^\n]*running")
      end)
      vim.cmd.normal({ "G", bang = true })
      assert(vim.fn.line("w$") == vim.fn.line("$"), "the last line can be seen")
      specwave("cancel")
      wait("it has ended", function()
        return status() == ""
      end)
      assert(project.outcome() == "cancelled", project.outcome())
      wait("the user is told in a line", function()
        return vim.iter(support.told):any(function(told)
          return told:find("specwave: the run was cancelled", 1, true) and not told:find("\n", 1, true)
        end)
      end)
      wait("the window says so", function()
        return support.text():find("(cancelled)", 1, true)
      end)
      assert(vim.fn.line(".") > 1, "who has scrolled stays there")
      vim.o.lines = 60
      specwave("status")
      wait("a large screen has room for all of it", function()
        return vim.fn.line("w$") == vim.fn.line("$") and vim.fn.line("$") > 20 and not footer():find("more")
      end)
      vim.o.lines = 24
      vim.api.nvim_feedkeys("q", "xt", false)
      assert(vim.api.nvim_win_get_config(0).relative == "", "q closes the window")
      project.release()
    end,
  },
  {
    "it is resumed in a terminal",
    function()
      to_specification()
      specwave("resume")
      wait("it has ended well", function()
        return project.outcome() == "succeeded" and status() == ""
      end)
      assert(vim.bo.buftype == "terminal")
      vim.cmd("bwipeout!")
    end,
  },
  {
    "a Task is done again, whatever became of it",
    function()
      to_specification()
      specwave("retry domain_expert")
      assert(support.was_told("wave=N or task=KEY"))
      project.hold()
      specwave("retry task=domain_expert mind the leap years")
      wait("the run of the terminal is in the status line", function()
        return status() ~= ""
      end)
      project.release()
      wait("it has ended well", function()
        return status() == "" and project.outcome() == "succeeded"
      end)
      local briefs = vim.fn.glob(project.folder .. "/.specwave/runs/*/tasks/domain_expert-*-brief.json", true, true)
      assert(table.concat(vim.fn.readfile(briefs[#briefs])):find("leap years", 1, true), vim.inspect(briefs))
      vim.cmd("bwipeout!")
    end,
  },
  {
    "the chart of a run that has ended has all of its Tasks and gates",
    function()
      to_specification()
      specwave("timeline")
      wait("the chart is there", function()
        return support.text():match("^Invoice Reminders · succeeded · 21 of 21 Tasks · ")
      end)
      local chart = support.text()
      assert(chart:match("◆ Foundation Analyst +│█[^\n]*integrated\n"), chart)
      assert(chart:match("\nGates\n  [^\n]*▪[^\n]*passed\n"), chart)
      vim.api.nvim_feedkeys("q", "xt", false)
    end,
  },
  {
    "another agent brings Go files",
    function()
      to_specification()
      execute("agent=builtin")
      assert(project.outcome() == "succeeded", project.outcome())
      assert(project.read("internal/domain/billing/invoice.go"):find("type Invoice struct", 1, true))
    end,
  },
  {
    "findings of a gate go to the quickfix list",
    function()
      project.write("internal/broken/broken.go", "package broken\n\nvar Number int = missing")
      to_specification()
      execute("agent=builtin")
      assert(project.outcome() == "faulted", project.outcome())
      specwave("status")
      wait("the list has the place", function()
        return vim.iter(vim.fn.getqflist()):any(function(item)
          return item.lnum == 3 and item.text:find("missing", 1, true) and vim.fn.bufname(item.bufnr):match("broken%.go$")
        end)
      end)
      vim.api.nvim_feedkeys("q", "xt", false)
    end,
  },
  {
    "everything is checked into the quickfix list",
    function()
      project.write("specs/other.md", (support.SPECIFICATION:gsub("Invoice Reminders", "Late Fees")))
      specwave("check specs/other.md")
      wait("the list is filled", function()
        return vim.fn.getqflist({ title = 0 }).title == "Specwave check"
      end)
      assert(vim.iter(vim.fn.getqflist()):any(function(item)
        return item.lnum == 4 and item.text:find("hihg", 1, true) ~= nil and item.type == "W"
      end))
      vim.cmd.cclose()
    end,
  },
  {
    "a new specification is written and opened",
    function()
      specwave("new Gift Cards")
      wait("it is open", function()
        return vim.api.nvim_buf_get_name(0):match("specs/gift%-cards%.md$")
      end)
      assert(support.text():find("feature: Gift Cards", 1, true))
    end,
  },
  {
    "what is misspelt is told, and words are completed",
    function()
      specwave("exekute")
      assert(support.was_told("`exekute` is none of: cancel, check, execute"))
      specwave("execute mood=parallel")
      assert(support.was_told("`mood=parallel` is none of: agent="))
      assert(vim.deep_equal(vim.fn.getcompletion("Specwave re", "cmdline"), { "resume", "retry" }))
      assert(vim.deep_equal(vim.fn.getcompletion("Specwave execute quality=b", "cmdline"), { "quality=bulletproof" }))
    end,
  },
  {
    "the log is opened",
    function()
      specwave("log")
      assert(vim.api.nvim_buf_get_name(0):match("lsp%.log$"))
    end,
  },
  {
    "checkhealth finds server and Go",
    function()
      vim.cmd.checkhealth("specwave")
      local text = support.text()
      for _, part in ipairs({ "OK .*bin/specwave: specwave", "OK The server is enabled", "OK go version" }) do
        assert(text:find(part), part .. " is not in:\n" .. text)
      end
      assert(not text:find("ERROR", 1, true), text)
    end,
  },
  {
    "the help has tags",
    function()
      vim.cmd.helptags(vim.fn.fnameescape(vim.fs.joinpath(support.repository, "neovim/doc")))
      vim.cmd.help(":Specwave-execute")
      assert(vim.api.nvim_buf_get_name(0):match("doc/specwave%.txt$"))
      assert(vim.api.nvim_get_current_line():find(":Specwave execute", 1, true))
    end,
  },
})
