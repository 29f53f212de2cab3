// Package deploy reads the files beside Go code that say how a program runs:
// Kubernetes manifests, compose files, ECS, Cloud Run and Fly definitions,
// systemd units, Dockerfiles, Terraform, CloudFormation and workflows.
//
// [Read] returns a list of facts with positions: which environment variable is
// filled from what, which workload runs which image, which probe asks which
// path, who fetches Klaviyo's status page. It knows nothing about the items of
// the checklist, and it never guesses: a value that a template or a variable
// decides is [FillUnknown].
//
// Files are recognised by content. Their names only choose the parser. Secrets
// are masked before anything is kept.
package deploy
