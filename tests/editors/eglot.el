;;; eglot.el --- A specification in Emacs, as docs/editors.md sets it up  -*- lexical-binding: t; -*-

;; emacs --batch --load tests/editors/eglot.el
;;
;; The server is the one that SPECWAVE_SERVER names, else the one that cargo has built.

;;; Code:

(require 'package)
(package-initialize)
(require 'eglot)
(require 'flymake)
(require 'markdown-mode)

(defconst specwave-repository
  (file-name-as-directory (expand-file-name "../.." (file-name-directory load-file-name))))

(defconst specwave-specification "---
feature: Invoice Reminders
domain: billing
priority: hihg
---

# Invoice Reminders

## Overview
Customers who forget an invoice are reminded of it.

## Domain Model
```yaml
entities:
  - name: Invoice
    fields:
      - ID uuid.UUID
      - Total int64
      - DueAt time.Time
    methods:
      - IsOverdue() bool
```

## Acceptance Criteria
- An overdue invoice is reminded once
")

(defun specwave-wait (what condition)
  "Wait until CONDITION holds, and fail with WHAT where it never does."
  (let ((deadline (+ (float-time) 240)))
    (while (not (funcall condition))
      (when (> (float-time) deadline)
        (error "Waited in vain until %s; %s" what (buffer-string)))
      (accept-process-output nil 0.05))))

(defun specwave-finding (part)
  "Whether a diagnostic of the buffer has PART in its text."
  (seq-some (lambda (diagnostic) (string-search part (flymake-diagnostic-text diagnostic)))
            (flymake-diagnostics)))

(defun specwave-actions (beginning end)
  "What the server offers between BEGINNING and END, by title."
  (mapcar (lambda (action) (cons (plist-get action :title) action))
          (eglot-code-actions beginning end)))

(defun specwave-succeeded (folder)
  "Whether the journal of a run in FOLDER says that it ended well."
  (seq-some (lambda (journal)
              (with-temp-buffer
                (insert-file-contents journal)
                (search-forward "\"run_ended\",\"outcome\":{\"outcome\":\"succeeded\"" nil t)))
            (file-expand-wildcards (expand-file-name ".specwave/runs/*/journal.jsonl" folder))))

(defun specwave-step (name)
  "Say that the step NAME has passed."
  (message "ok %s" name))

(let* ((folder (file-name-as-directory (make-temp-file "specwave-emacs-" t)))
       (file (expand-file-name "specs/invoice-reminders.md" folder))
       (server (or (getenv "SPECWAVE_SERVER") (expand-file-name "target/debug/specwave" specwave-repository)))
       (code (expand-file-name "internal/domain/billing/invoice.go" folder)))
  (setenv "XDG_CACHE_HOME" (expand-file-name "cache" folder))
  (setenv "PATH" (concat (expand-file-name ".tools/bin" specwave-repository) ":" (getenv "PATH")))
  (make-directory (file-name-directory file) t)
  (write-region specwave-specification nil file nil 'silent)
  ;; Eglot's root is the project's.
  (call-process "git" nil nil nil "init" "--quiet" folder)
  (write-region "quality = \"draft\"\n" nil (expand-file-name "specwave.toml" folder) nil 'silent)
  (add-to-list 'eglot-server-programs `(markdown-mode . (,server "lsp")))
  (unwind-protect
      (with-current-buffer (find-file-noselect file)
        (cl-assert (eq major-mode 'markdown-mode))
        (setq-local eglot-sync-connect 240)
        (apply #'eglot--connect (eglot--guess-contact))
        (specwave-wait "the finding is there" (lambda () (flymake-start) (specwave-finding "hihg")))
        (specwave-step "findings are shown")

        (goto-char (point-min))
        (search-forward "hihg")
        (let ((action (cdr (seq-find (lambda (offer) (string-search "high" (car offer)))
                                     (specwave-actions (match-beginning 0) (match-end 0))))))
          (eglot--apply-workspace-edit (plist-get action :edit)))
        (cl-assert (string-search "priority: high" (buffer-string)))
        (save-buffer)
        (specwave-step "a quick fix mends one")

        (goto-char (point-min))
        (search-forward "# Invoice")
        (let* ((action (cdr (assoc "Execute specification (adaptive)"
                                   (specwave-actions (line-beginning-position) (line-end-position)))))
               (command (plist-get action :command)))
          (eglot-execute-command (eglot-current-server)
                                 (intern (plist-get command :command))
                                 (plist-get command :arguments)))
        (specwave-wait "the run has ended well" (lambda () (specwave-succeeded folder)))
        (cl-assert (file-exists-p code))
        (specwave-step "it is executed from its title")

        (eglot-shutdown (eglot-current-server))
        (message "3 passed, 0 failed"))
    (delete-directory folder t)))

;;; eglot.el ends here
