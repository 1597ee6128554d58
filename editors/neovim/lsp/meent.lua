-- For Neovim 0.11 and later: `vim.lsp.enable("meent")`. The file type plugin beside it does this by itself.
return require("meent").config()
