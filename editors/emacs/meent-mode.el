;;; meent-mode.el --- Editing the rules of data commons  -*- lexical-binding: t; -*-

;; Colours, comments and indentation for .meent files, and the language server for Eglot and lsp-mode.
;; Emacs 28 or newer.  Put this folder on `load-path' and say (require 'meent-mode).

;;; Code:

(require 'meent-keywords)

(defgroup meent nil
  "Editing the rules of data commons."
  :group 'languages)

(defcustom meent-program "meent"
  "The program `meent'."
  :type 'string
  :group 'meent)

(defcustom meent-language nil
  "The language of findings: nil for that of the environment, or \"en\" or \"nl\"."
  :type '(choice (const :tag "As the environment" nil) (const "en") (const "nl"))
  :group 'meent)

(defvar meent-mode-syntax-table
  (let ((table (make-syntax-table)))
    (modify-syntax-entry ?# "<" table)
    (modify-syntax-entry ?\n ">" table)
    (modify-syntax-entry ?\" "\"" table)
    (modify-syntax-entry ?\\ "\\" table)
    (modify-syntax-entry ?- "_" table)
    (modify-syntax-entry ?_ "_" table)
    (modify-syntax-entry ?. "_" table)
    (modify-syntax-entry ?: "_" table)
    table)
  "A name may hold `-', `_', `.' and `:', so they are parts of a symbol.")

(defconst meent--faces
  '((type . font-lock-keyword-face)
    (modality . font-lock-keyword-face)
    (condition . font-lock-keyword-face)
    (comparison . font-lock-builtin-face)
    (connective . font-lock-builtin-face)
    (unit . font-lock-type-face)
    (language . font-lock-constant-face)
    (clause . font-lock-builtin-face))
  "The face of each kind of keyword.")

(defun meent--regexp (words)
  "A regular expression for WORDS as whole symbols; a blank in one stands for blanks."
  (concat "\\_<\\(?:" (mapconcat (lambda (word) (replace-regexp-in-string " " "[ \t\n]+" (regexp-quote word))) words "\\|")
          "\\)\\_>"))

(defconst meent-font-lock-keywords
  (append
   ;; The name that a declaration gives.
   (list (list (concat "^[ \t]*" (meent--regexp (cdr (assq 'type meent-keywords))) "[ \t]+\\(\\_<[[:alpha:]][^][ \t\n\"{}(),#]*\\)")
               1 'font-lock-function-name-face))
   ;; Phrases before their words.
   (sort
    (mapcar (lambda (row) (cons (meent--regexp (cdr row)) (or (cdr (assq (car row) meent--faces)) 'font-lock-keyword-face)))
            (apply #'append
                   (mapcar (lambda (row)
                             (list (cons (car row) (seq-filter (lambda (w) (string-match-p " " w)) (cdr row)))
                                   (cons (car row) (seq-remove (lambda (w) (string-match-p " " w)) (cdr row)))))
                           meent-keywords)))
    (lambda (a b) (and (string-match-p "\\[ \t" (car a)) (not (string-match-p "\\[ \t" (car b))))))
   '(("\\_<[0-9]+\\(?:[.-][0-9]+\\)*\\_>" . font-lock-constant-face)))
  "What is coloured, and how.")

(defun meent-indent-line ()
  "Indent by two for each brace that is open."
  (interactive)
  (let* ((depth (save-excursion
                  (back-to-indentation)
                  (- (car (syntax-ppss)) (if (looking-at-p "}") 1 0))))
         (column (* 2 (max 0 depth))))
    (if (<= (current-column) (current-indentation))
        (indent-line-to column)
      (save-excursion (indent-line-to column)))))

;;;###autoload
(define-derived-mode meent-mode prog-mode "Meent"
  "Editing the rules of data commons."
  (setq-local comment-start "# "
              comment-start-skip "#+[ \t]*"
              comment-end ""
              indent-tabs-mode nil
              tab-width 2
              electric-indent-chars (append "{}" electric-indent-chars)
              font-lock-defaults '(meent-font-lock-keywords)
              indent-line-function #'meent-indent-line))

;;;###autoload
(add-to-list 'auto-mode-alist '("\\.meent\\'" . meent-mode))

(defun meent--contact (&rest _)
  "How Eglot starts the server."
  (append (list meent-program "lsp") (and meent-language (list :initializationOptions (list :language meent-language)))))

(defvar eglot-server-programs)
(with-eval-after-load 'eglot
  (add-to-list 'eglot-server-programs '(meent-mode . meent--contact)))

(declare-function lsp-register-client "lsp-mode")
(declare-function make-lsp-client "lsp-mode")
(declare-function lsp-stdio-connection "lsp-mode")
(declare-function lsp-activate-on "lsp-mode")
(defvar lsp-language-id-configuration)
(with-eval-after-load 'lsp-mode
  (add-to-list 'lsp-language-id-configuration '(meent-mode . "meent"))
  (lsp-register-client
   (make-lsp-client :new-connection (lsp-stdio-connection (lambda () (list meent-program "lsp")))
                    :activation-fn (lsp-activate-on "meent")
                    :initialization-options (lambda () (and meent-language (list :language meent-language)))
                    :server-id 'meent)))

;; The folder with meent.toml is the project, also where there is no version control.
(defun meent--project (folder)
  "The project that FOLDER is in, if a meent.toml says so."
  (let ((root (locate-dominating-file folder "meent.toml")))
    (and root (cons 'transient root))))

(add-hook 'project-find-functions #'meent--project)

(provide 'meent-mode)
;;; meent-mode.el ends here
