;;; klaviyolint.el --- Klaviyo linting in Go buffers  -*- lexical-binding: t; -*-

;; Two ways, both for ~/.emacs.d/init.el or a file that it loads:
;;
;; - eglot with a gopls that carries klaviyolint: findings while one types, shown
;;   by flymake, and quick fixes (M-x eglot-code-actions).  Build it once:
;;     go run github.com/klaviyolint/klaviyolint/editors/gopls@latest
;; - flycheck with the klaviyolint command, on save, for those who use another
;;   language server.
;;
;; Tried: Emacs 28.2 in batch mode, by check.sh, with eglot 1.9 and flycheck 32:
;; the findings of both.  Not tried: tree-sitter modes (Emacs 29 and newer), quick
;; fixes, lsp-mode, Windows, macOS.

;;; Code:

(with-eval-after-load 'eglot
  (defvar eglot-server-programs)
  ;; In `exec-path', or an absolute path.
  (add-to-list 'eglot-server-programs
               '((go-mode go-ts-mode go-mod-mode go-mod-ts-mode) . ("gopls-klaviyolint"))))

(with-eval-after-load 'flycheck
  (flycheck-define-checker klaviyolint
    "Finds what will break in Go code that talks to Klaviyo.

See URL `https://github.com/klaviyolint/klaviyolint'."
    ;; Without arguments it judges the package in the buffer's directory, as it
    ;; is on disk.
    :command ("klaviyolint")
    :error-patterns
    ((error line-start (file-name) ":" line ":" column ": error: " (message)
            " (" (id (one-or-more alnum)) ")" line-end)
     (warning line-start (file-name) ":" line ":" column ": warning: " (message)
              " (" (id (one-or-more alnum)) ")" line-end)
     (info line-start (file-name) ":" line ":" column ": info: " (message)
           " (" (id (one-or-more alnum)) ")" line-end))
    :modes (go-mode go-ts-mode)
    :predicate flycheck-buffer-saved-p
    :error-explainer
    (lambda (err)
      (when-let ((id (flycheck-error-id err)))
        (shell-command-to-string (concat "klaviyolint explain " (shell-quote-argument id))))))
  (defvar flycheck-checkers)
  (add-to-list 'flycheck-checkers 'klaviyolint t)
  ;; Flycheck takes the first checker that fits, and those that follow it.
  (when (flycheck-valid-checker-p 'go-build)
    (flycheck-add-next-checker 'go-build '(warning . klaviyolint) t)))

(provide 'klaviyolint)
;;; klaviyolint.el ends here
