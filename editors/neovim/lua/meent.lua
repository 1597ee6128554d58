-- Meent in Neovim: starts `meent lsp` for .meent buffers. From 0.7 on.
--
--   vim.g.meent_path       the program; "meent" if it is not set
--   vim.g.meent_language   "en" or "nl": the language of findings; that of Neovim's messages if it is not set
local M = {}

local function language()
  local set = vim.g.meent_language or vim.env.LC_ALL or vim.env.LC_MESSAGES or vim.env.LANG or ""
  return set:match("^nl") and "nl" or "en"
end

local function program()
  return vim.fn.expand(vim.g.meent_path or "meent")
end

--- The folder of the project that a file belongs to: the nearest with a meent.toml, or else the file's own.
function M.root(file)
  local found = vim.fn.findfile("meent.toml", vim.fn.fnamemodify(file, ":p:h") .. ";")
  return vim.fn.fnamemodify(found ~= "" and found or file, ":p:h")
end

--- What the client is told, for `vim.lsp.config` and for older ways alike.
function M.config()
  return {
    name = "meent",
    cmd = { program(), "lsp" },
    filetypes = { "meent" },
    root_markers = { "meent.toml" },
    init_options = { language = language() },
    settings = { meent = { language = language() } },
  }
end

local clients = {} -- by root folder, for Neovim 0.7

--- Starts the server for a buffer, or joins the one that runs for its project.
function M.attach(buffer)
  local file = vim.api.nvim_buf_get_name(buffer)
  if file == "" or vim.bo[buffer].buftype ~= "" then
    return
  end
  local config = M.config()
  if vim.fn.executable(config.cmd[1]) == 0 then
    vim.notify_once("Meent: the program `" .. config.cmd[1] .. "` is not there. Set vim.g.meent_path.", vim.log.levels.WARN)
    return
  end
  config.root_dir = M.root(file)
  config.on_attach = function(client, its)
    vim.bo[its].omnifunc = "v:lua.vim.lsp.omnifunc"
    if vim.lsp.completion and client.server_capabilities.completionProvider then
      vim.lsp.completion.enable(true, client.id, its, { autotrigger = true })
    end
  end
  if vim.lsp.start then
    vim.lsp.start(config, { bufnr = buffer })
    return
  end
  local id = clients[config.root_dir]
  if id == nil or vim.lsp.get_client_by_id(id) == nil then
    id = vim.lsp.start_client(config)
    clients[config.root_dir] = id
  end
  if id ~= nil then
    vim.lsp.buf_attach_client(buffer, id)
  end
end

return M
