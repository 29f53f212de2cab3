;;; check.el --- Tries klaviyolint.el in a batch Emacs  -*- lexical-binding: t; -*-

;; Run by check.sh in a copy of testdata/shop.

;;; Code:

(require 'package)
(package-initialize)
(require 'go-mode)
(require 'seq)

(defun check--expect (what ok)
  (if ok (message "ok: %s" what) (message "FAIL: %s" what) (kill-emacs 1)))

(defun check--wait (what condition)
  (let ((late (time-add nil 300)))
    (while (and (not (funcall condition)) (time-less-p nil late))
      (accept-process-output nil 0.1))
    (check--expect what (funcall condition))))

(load (expand-file-name "klaviyolint.el" (file-name-directory load-file-name)) nil t)
(find-file "internal/segments/segments.go")

(if (not (require 'flycheck nil t))
    (message "flycheck is not installed: its part was not run")
  (flycheck-mode)
  (flycheck-select-checker 'klaviyolint)
  (flycheck-buffer)
  (check--wait "flycheck shows the finding" (lambda () flycheck-current-errors))
  (let ((err (car flycheck-current-errors)))
    (check--expect "it stands where the revision is"
                   (and (= (flycheck-error-line err) 24) (= (flycheck-error-column err) 30)
                        (equal (flycheck-error-id err) "revision"))))
  (flycheck-mode -1))

(if (not (require 'eglot nil t))
    (message "eglot is not installed: its part was not run")
  (call-interactively #'eglot)
  (check--wait "eglot is connected" #'eglot-managed-p)
  (flymake-start)
  (check--wait "flymake shows the finding of gopls"
               (lambda ()
                 (seq-some (lambda (d) (string-match-p "2025-07-15.*deprecated" (flymake-diagnostic-text d)))
                           (flymake-diagnostics))))
  (eglot-shutdown (eglot-current-server)))

(message "all is well with Emacs %s" emacs-version)

;;; check.el ends here
