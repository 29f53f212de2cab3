;;; klaviyolint.el --- Findings of klaviyolint, from its language server  -*- lexical-binding: t; -*-

;; For ~/.emacs.d/init.el, or a file that it loads.  Install the command:
;;   go install github.com/klaviyolint/klaviyolint/cmd/klaviyolint@latest
;;
;; Eglot speaks to one server for each buffer, and in Go buffers that is gopls.  So
;; three ways, of which the first goes with anything:
;;
;; - `klaviyolint-mode': the server feeds flymake, beside eglot and gopls, in Go
;;   buffers, Dockerfiles, YAML, JSON and others; M-x klaviyolint-actions mends,
;;   silences and explains what stands at point.
;; - eglot alone with klaviyolint, for those who use no gopls, and for buffers that
;;   have no other server: M-x eglot in a buffer whose mode has none.
;; - lsp-mode, which runs several servers: an add-on, registered below.
;;
;; Flycheck users have a checker that runs the command on save.
;;
;; Tried by check.sh in batch mode with Emacs 28.2, eglot 1.9 and flycheck 32.  Not
;; tried: lsp-mode, Windows, macOS.

;;; Code:

(require 'jsonrpc)
(require 'flymake)
(require 'project)
(require 'seq)
(require 'subr-x)
(eval-when-compile (require 'cl-lib))

(defgroup klaviyolint nil "Klaviyo linting." :group 'tools)

(defcustom klaviyolint-command '("klaviyolint" "lsp")
  "The server: a program in `exec-path', or an absolute path, and its arguments."
  :type '(repeat string))

(defcustom klaviyolint-settings nil
  "Keys of .klaviyolint.toml as a plist, such as (:severity \"info\").
With any here the file does not count."
  :type 'plist)

(defvar klaviyolint--servers nil "Connections by root folder.")
(defvar-local klaviyolint--report nil "Where flymake takes what is found in the buffer.")
(defvar-local klaviyolint--found nil "What the server has said last, as it was said.")
(defvar-local klaviyolint--version 0)
(defvar-local klaviyolint--open nil)

(defun klaviyolint--root ()
  "The folder that the server is told to look at."
  (expand-file-name
   (or (locate-dominating-file default-directory "go.work")
       (locate-dominating-file default-directory "go.mod")
       (when-let ((p (project-current))) (car (project-roots p)))
       default-directory)))

(defun klaviyolint--uri (file) (concat "file://" (url-hexify-string (file-truename file) url-path-allowed-chars)))

(defun klaviyolint--server ()
  "The connection for this buffer, made where there is none."
  (let* ((root (klaviyolint--root))
         (known (assoc root klaviyolint--servers)))
    (if (and known (jsonrpc-running-p (cdr known)))
        (cdr known)
      (setq klaviyolint--servers (assoc-delete-all root klaviyolint--servers))
      (let ((server (make-instance
                     'jsonrpc-process-connection :name "klaviyolint" :events-buffer-scrollback-size 0
                     :notification-dispatcher #'klaviyolint--notified
                     :request-dispatcher #'klaviyolint--requested
                     :process (lambda ()
                                (make-process :name "klaviyolint" :command klaviyolint-command :connection-type 'pipe
                                              :coding 'utf-8-emacs-unix :noquery t
                                              :stderr (get-buffer-create " *klaviyolint stderr*"))))))
        (push (cons root server) klaviyolint--servers)
        (jsonrpc-request
         server :initialize
         (list :processId (emacs-pid) :rootUri (klaviyolint--uri root)
               :initializationOptions (or klaviyolint-settings (make-hash-table))
               :capabilities '(:workspace (:applyEdit t) :window (:showDocument (:support t)))))
        (jsonrpc-notify server :initialized (make-hash-table))
        server))))

(defun klaviyolint--buffer (uri)
  (let ((name (url-unhex-string (string-remove-prefix "file://" uri))))
    (find-buffer-visiting (decode-coding-string name 'utf-8))))

(cl-defun klaviyolint--notified (_server method params)
  "Take what the server sends."
  (when (eq method 'textDocument/publishDiagnostics)
    (when-let ((buffer (klaviyolint--buffer (plist-get params :uri))))
      (with-current-buffer buffer
        (when (and klaviyolint-mode (eql (plist-get params :version) klaviyolint--version))
          (setq klaviyolint--found (append (plist-get params :diagnostics) nil))
          (klaviyolint--show))))))

(cl-defun klaviyolint--requested (_server method params)
  "Do what the server asks for."
  (pcase method
    ('workspace/applyEdit
     (klaviyolint--apply (plist-get params :edit))
     '(:applied t))
    ('window/showDocument
     (let ((uri (plist-get params :uri)) (at (plist-get (plist-get params :selection) :start)))
       (if (eq (plist-get params :external) t)
           (browse-url uri)
         (when-let ((buffer (klaviyolint--buffer uri)))
           (pop-to-buffer buffer)
           (when at (goto-char (klaviyolint--point at)))))
       '(:success t)))
    (_ nil)))

(defun klaviyolint--point (position)
  "The place that POSITION means, which counts in UTF-16 units."
  (save-excursion
    (save-restriction
      (widen)
      (goto-char (point-min))
      (forward-line (plist-get position :line))
      (let ((units (plist-get position :character)))
        (while (and (> units 0) (not (eolp)))
          (setq units (- units (if (> (char-after) #xffff) 2 1)))
          (forward-char)))
      (point))))

(defun klaviyolint--position (point)
  (save-excursion
    (save-restriction
      (widen)
      (goto-char point)
      (list :line (1- (line-number-at-pos))
            :character (seq-reduce (lambda (n c) (+ n (if (> c #xffff) 2 1)))
                                   (buffer-substring-no-properties (line-beginning-position) point) 0)))))

(defun klaviyolint--region (range)
  (cons (klaviyolint--point (plist-get range :start)) (klaviyolint--point (plist-get range :end))))

(defun klaviyolint--show ()
  "Hand flymake what was found."
  (when klaviyolint--report
    (funcall klaviyolint--report
             (mapcar
              (lambda (d)
                (let ((r (klaviyolint--region (plist-get d :range))))
                  (flymake-make-diagnostic
                   (current-buffer) (car r) (max (cdr r) (min (1+ (car r)) (point-max)))
                   (pcase (plist-get d :severity) (1 :error) (2 :warning) (_ :note))
                   (format "%s (%s)" (plist-get d :message) (plist-get d :code)))))
              klaviyolint--found)
             :region (cons (point-min) (point-max)))))

(defun klaviyolint--document () (list :uri (klaviyolint--uri buffer-file-name)))

(defun klaviyolint-flymake (report &rest _)
  "A backend of flymake: send the server the text as it is, REPORT what it says."
  (setq klaviyolint--report report)
  (let ((server (klaviyolint--server))
        (text (save-restriction (widen) (buffer-substring-no-properties (point-min) (point-max)))))
    (cl-incf klaviyolint--version)
    (if klaviyolint--open
        (jsonrpc-notify server :textDocument/didChange
                        (list :textDocument (append (klaviyolint--document) (list :version klaviyolint--version))
                              :contentChanges (vector (list :text text))))
      (setq klaviyolint--open t)
      (jsonrpc-notify server :textDocument/didOpen
                      (list :textDocument (append (klaviyolint--document)
                                                  (list :version klaviyolint--version :languageId "go" :text text)))))))

(defun klaviyolint--saved ()
  (jsonrpc-notify (klaviyolint--server) :textDocument/didSave (list :textDocument (klaviyolint--document))))

(defun klaviyolint--closed ()
  (when klaviyolint--open
    (setq klaviyolint--open nil)
    (ignore-errors
      (jsonrpc-notify (klaviyolint--server) :textDocument/didClose (list :textDocument (klaviyolint--document))))))

(defun klaviyolint--apply (edit)
  "Carry out a workspace EDIT in the buffers of its files."
  (cl-loop for (uri edits) on (plist-get edit :changes) by #'cddr
           do (with-current-buffer
                  (let ((uri (substring (symbol-name uri) 1)))
                    (or (klaviyolint--buffer uri)
                        (find-file-noselect (url-unhex-string (string-remove-prefix "file://" uri)))))
                (atomic-change-group
                  (dolist (e (sort (append edits nil)
                                   (lambda (a b) (> (klaviyolint--point (plist-get (plist-get a :range) :start))
                                                    (klaviyolint--point (plist-get (plist-get b :range) :start))))))
                    (let ((r (klaviyolint--region (plist-get e :range))))
                      (save-excursion
                        (goto-char (car r))
                        (delete-region (car r) (cdr r))
                        (insert (plist-get e :newText)))))))))

(defun klaviyolint--offered ()
  "What can be done about the findings at point."
  (let ((at (klaviyolint--position (point))))
    (append (jsonrpc-request (klaviyolint--server) :textDocument/codeAction
                             (list :textDocument (klaviyolint--document)
                                   :range (list :start at :end at)
                                   :context (list :diagnostics [])))
            nil)))

(defun klaviyolint--do (action)
  (when-let ((edit (plist-get action :edit))) (klaviyolint--apply edit))
  (when-let ((command (plist-get action :command)))
    (jsonrpc-async-request (klaviyolint--server) :workspace/executeCommand command :success-fn #'ignore)))

(defun klaviyolint-actions ()
  "Choose what to do about the findings at point: mend, silence, explain."
  (interactive)
  (let* ((actions (klaviyolint--offered))
         (titles (mapcar (lambda (a) (plist-get a :title)) actions)))
    (unless actions (user-error "No finding of klaviyolint here"))
    (let ((title (completing-read "klaviyolint: " titles nil t)))
      (klaviyolint--do (seq-find (lambda (a) (equal (plist-get a :title) title)) actions)))))

;;;###autoload
(define-minor-mode klaviyolint-mode
  "Show what klaviyolint finds in the buffer, through flymake."
  :lighter " Klaviyo"
  (if (not klaviyolint-mode)
      (progn
        (klaviyolint--closed)
        (remove-hook 'flymake-diagnostic-functions #'klaviyolint-flymake t)
        (remove-hook 'after-save-hook #'klaviyolint--saved t)
        (remove-hook 'kill-buffer-hook #'klaviyolint--closed t))
    (add-hook 'flymake-diagnostic-functions #'klaviyolint-flymake nil t)
    (add-hook 'after-save-hook #'klaviyolint--saved nil t)
    (add-hook 'kill-buffer-hook #'klaviyolint--closed nil t)
    (flymake-mode 1)))

(defun klaviyolint-maybe ()
  "Switch `klaviyolint-mode' on in files of a Go module."
  (when (and buffer-file-name (executable-find (car klaviyolint-command))
             (or (locate-dominating-file buffer-file-name "go.mod") (locate-dominating-file buffer-file-name "go.work")))
    (klaviyolint-mode 1)))

(dolist (hook '(go-mode-hook go-ts-mode-hook go-dot-mod-mode-hook go-mod-ts-mode-hook dockerfile-mode-hook
                dockerfile-ts-mode-hook yaml-mode-hook yaml-ts-mode-hook js-json-mode-hook json-mode-hook
                json-ts-mode-hook conf-mode-hook sh-mode-hook makefile-mode-hook))
  (add-hook hook #'klaviyolint-maybe))
;; Eglot takes flymake for itself when it starts.
(add-hook 'eglot-managed-mode-hook #'klaviyolint-maybe)
(with-eval-after-load 'eglot
  (defvar eglot-stay-out-of)
  (defvar eglot-server-programs)
  ;; Where gopls is not wanted, M-x eglot in a Go buffer with a prefix argument:
  ;;   klaviyolint lsp
  (add-to-list 'eglot-server-programs '((dockerfile-mode conf-mode) . ("klaviyolint" "lsp")) t))

(with-eval-after-load 'lsp-mode
  (when (fboundp 'lsp-register-client)
    (lsp-register-client
     (make-lsp-client :new-connection (lsp-stdio-connection (lambda () klaviyolint-command))
                      :activation-fn (lambda (file _mode) (locate-dominating-file file "go.mod"))
                      :add-on? t :server-id 'klaviyolint))))

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
