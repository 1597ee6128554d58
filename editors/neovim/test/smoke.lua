-- A conversation of Neovim itself with `meent lsp`, without a screen:
--   nvim --headless -u NONE -i NONE -n --cmd "set rtp^=editors/neovim" -S editors/neovim/test/smoke.lua
-- It expects MEENT (the program) and MEENT_PROJECT (a copy of examples/energy beside a copy of examples/city).
local function say(text)
  io.stdout:write(text .. "\n")
end

local function wait(what, find)
  local ok = vim.wait(30000, function()
    return find() and true or false
  end, 50)
  assert(ok, "waited in vain for " .. what)
  return find()
end

local function diagnostic(code)
  return function()
    for _, found in ipairs(vim.diagnostic.get(0)) do
      local its = found.code or (found.user_data and found.user_data.lsp and found.user_data.lsp.code)
      if its == code then
        return found
      end
    end
  end
end

local function line_of(text)
  for at, line in ipairs(vim.api.nvim_buf_get_lines(0, 0, -1, false)) do
    if line:find(text, 1, true) then
      return at - 1, line
    end
  end
  error("no line with " .. text)
end

local function replace(old, new)
  local at, line = line_of(old)
  local from, to = line:find(old, 1, true)
  vim.api.nvim_buf_set_lines(0, at, at + 1, false, { line:sub(1, from - 1) .. new .. line:sub(to + 1) })
end

local function ask(method, params)
  local answers = assert(vim.lsp.buf_request_sync(0, method, params, 30000), method .. ": no answer")
  for _, answer in pairs(answers) do
    assert(not answer.err and not answer.error, method .. ": " .. vim.inspect(answer))
    return answer.result
  end
end

local function check()
  vim.g.meent_path = vim.env.MEENT
  vim.g.meent_language = "en"
  vim.cmd("filetype plugin on")
  vim.cmd("edit " .. vim.fn.fnameescape(vim.env.MEENT_PROJECT .. "/rules.meent"))
  assert(vim.bo.filetype == "meent", "the file type is " .. vim.bo.filetype)
  wait("the server", function()
    return next(vim.lsp.buf_get_clients(0))
  end)
  say("attached")

  replace("aggregate meter-readings", "aggregate meter-readinks")
  local found = wait("a finding for meter-readinks", diagnostic("M0301"))
  assert(found.message:find("meter-readinks", 1, true), found.message)
  assert(found.lnum == line_of("meter-readinks"), "line " .. found.lnum)
  say("finding: " .. found.message:match("[^\n]*"))

  replace("aggregate meter-readinks", "aggregate meter-readings")
  wait("no finding any more", function()
    return not diagnostic("M0301")()
  end)
  say("mended")

  -- What may be aggregated: the datasets, meter-readings among them.
  local at, line = line_of("aggregate meter-readings")
  local _, column = line:find("aggregate meter-", 1, true)
  vim.api.nvim_win_set_cursor(0, { at + 1, column })
  local params = { textDocument = vim.lsp.util.make_text_document_params(), position = { line = at, character = column } }
  local list = assert(ask("textDocument/completion", params), "no completions")
  local labels = {}
  for _, item in ipairs(list.items or list) do
    labels[#labels + 1] = item.label
  end
  assert(vim.tbl_contains(labels, "meter-readings"), "completions: " .. table.concat(labels, " "))
  say("completion: " .. #labels .. " items")

  vim.cmd("edit " .. vim.fn.fnameescape(vim.env.MEENT_PROJECT .. "/data.meent"))
  assert(vim.bo.filetype == "meent")
  wait("the same server for another file", function()
    return next(vim.lsp.buf_get_clients(0))
  end)
  assert(#vim.lsp.get_active_clients() == 1, "more than one server runs")
  say("one server for two files")
end

local ok, problem = xpcall(check, debug.traceback)
say(ok and "1 passed, 0 failed" or tostring(problem) .. "\n0 passed, 1 failed")
for _, client in pairs(vim.lsp.get_active_clients()) do
  client.stop()
end
vim.cmd(ok and "qall!" or "cquit!")
