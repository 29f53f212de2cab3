;;; check.el --- Tries klaviyolint.el in a batch Emacs  -*- lexical-binding: t; -*-

;; Run by check.sh in a copy of testdata/shop.

;;; Code:

(require 'package)
(package-initialize)
(require 'go-mode nil t)
(require 'seq)

(defun check--expect (what ok)
  (if ok (message "ok: %s" what) (message "FAIL: %s" what) (kill-emacs 1)))

(defun check--wait (what condition)
  (let ((late (time-add nil 300)))
    (while (and (not (funcall condition)) (time-less-p nil late))
      (accept-process-output nil 0.05))
    (check--expect what (funcall condition))))

(defun check--found (text)
  (seq-find (lambda (d) (string-match-p text (flymake-diagnostic-text d))) (flymake-diagnostics)))

(defvar check--root default-directory)
(defun check--open (name) (find-file (expand-file-name name check--root)))

(setq flymake-no-changes-timeout 0.1)
(load (expand-file-name "klaviyolint.el" (file-name-directory load-file-name)) nil t)

;; The server beside whatever else is there.
(check--open "internal/segments/segments.go")
(unless (bound-and-true-p klaviyolint-mode) (klaviyolint-mode 1))
(flymake-start)
(check--wait "flymake shows the finding" (lambda () (check--found "2025-07-15.*deprecated.*(revision)")))
(let ((d (check--found "deprecated")))
  (check--expect "it stands where the revision is"
                 (and (= (line-number-at-pos (flymake-diagnostic-beg d)) 24)
                      (eq (flymake-diagnostic-type d) :warning)))
  (goto-char (flymake-diagnostic-beg d)))
(let* ((actions (klaviyolint--offered))
       (titles (mapcar (lambda (a) (plist-get a :title)) actions))
       (fix (seq-find (lambda (a) (plist-get a :edit)) actions))
       (silence (seq-find (lambda (a) (string-prefix-p "Silence revision" (plist-get a :title))) actions)))
  (check--expect (format "a fix, silence and the page are offered: %S" titles)
                 (and fix silence (seq-find (lambda (title) (equal title "Explain revision")) titles)))
  (klaviyolint--do fix)
  (check--expect "the fix changes the text"
                 (string-match-p "\"2026-07-15\"" (buffer-string)))
  (flymake-start)
  (check--wait "the finding goes away" (lambda () (not (check--found "deprecated"))))
  (undo-boundary)
  (primitive-undo 1 buffer-undo-list)
  (revert-buffer t t)
  (unless klaviyolint-mode (klaviyolint-mode 1))
  (flymake-start)
  (check--wait "it comes back with the text" (lambda () (check--found "deprecated")))
  (klaviyolint--do silence)
  (check--wait "silence inserts the directive, with the cursor at the reason"
               (lambda () (looking-back "^[ \t]*//klaviyolint:ignore revision " (line-beginning-position)))))
(set-buffer-modified-p nil)

(check--open "Dockerfile")
(klaviyolint-mode 1)
(flymake-start)
(check--wait "a Dockerfile has its finding" (lambda () (check--found "(sdkpin)")))
(erase-buffer)
(insert "FROM scratch\n")
(flymake-start)
(check--wait "it goes with the text" (lambda () (not (check--found "(sdkpin)"))))
(set-buffer-modified-p nil)

(if (not (require 'flycheck nil t))
    (message "flycheck is not installed: its part was not run")
  (check--open "internal/sms/optin.go")
  (flymake-mode -1)
  (unless (derived-mode-p 'go-mode) (setq major-mode 'go-mode))
  (flycheck-mode)
  (flycheck-select-checker 'klaviyolint)
  (flycheck-buffer)
  (check--wait "flycheck shows the finding" (lambda () flycheck-current-errors))
  (check--expect "it names its rule" (seq-find (lambda (e) (equal (flycheck-error-id e) "e164")) flycheck-current-errors))
  (flycheck-mode -1))

;; Eglot with klaviyolint as its one server.
(if (not (require 'eglot nil t))
    (message "eglot is not installed: its part was not run")
  (check--open "internal/signup/signup.go")
  (klaviyolint-mode -1)
  (unless (derived-mode-p 'go-mode) (setq major-mode 'go-mode))
  (setq eglot-server-programs '((go-mode . ("klaviyolint" "lsp"))))
  (call-interactively #'eglot)
  (check--wait "eglot is connected" #'eglot-managed-p)
  (flymake-start)
  (check--wait "eglot shows the finding" (lambda () (check--found "409")))
  (goto-char (flymake-diagnostic-beg (check--found "409")))
  (let ((actions (jsonrpc-request (eglot-current-server) :textDocument/codeAction
                                  (list :textDocument (eglot--TextDocumentIdentifier)
                                        :range (list :start (eglot--pos-to-lsp-position) :end (eglot--pos-to-lsp-position))
                                        :context '(:diagnostics [])))))
    (check--expect "eglot is offered actions" (> (length actions) 1)))
  (eglot-shutdown (eglot-current-server)))

(message "all is well with Emacs %s" emacs-version)

;;; check.el ends here
