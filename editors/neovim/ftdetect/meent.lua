-- Files that end in .meent. (`vim.filetype` is there from 0.7 on.)
vim.filetype.add({ extension = { meent = "meent" } })
