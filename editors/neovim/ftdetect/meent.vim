" Files that end in .meent, also those that begin with a comment.
autocmd BufRead,BufNewFile *.meent set filetype=meent
