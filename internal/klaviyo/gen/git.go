package main

import (
	"bytes"
	"errors"
	"fmt"
	"os/exec"
	"regexp"
	"slices"
	"strings"
)

// A repo is a clone of the vendor's repository.
type repo struct {
	dir  string
	refs map[string]string // revision -> ref
}

var revisionName = regexp.MustCompile(`^\d{4}-\d\d-\d\d(\.pre)?$`)

// openRepo finds the branches that are named after a revision: local ones, and
// those of a remote, as a plain clone has them.
func openRepo(dir string) (*repo, error) {
	r := &repo{dir: dir, refs: map[string]string{}}
	out, err := r.git("for-each-ref", "--format=%(refname)", "refs/remotes", "refs/heads")
	if err != nil {
		return nil, fmt.Errorf("-oas %s: %w", dir, err)
	}
	for ref := range strings.FieldsSeq(out) {
		name := ref[strings.LastIndexByte(ref, '/')+1:]
		if revisionName.MatchString(name) {
			r.refs[name] = ref // a local branch comes last, and wins
		}
	}
	if len(r.refs) == 0 {
		return nil, fmt.Errorf("-oas %s: no branch is named after a revision (YYYY-MM-DD); is it a clone of github.com/klaviyo/openapi?", dir)
	}
	return r, nil
}

func (r *repo) git(args ...string) (string, error) {
	cmd := exec.Command("git", append([]string{"-C", r.dir}, args...)...)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil {
		msg := strings.TrimSpace(stderr.String())
		if msg == "" {
			msg = err.Error()
		}
		return "", errors.New("git " + args[0] + ": " + msg)
	}
	return stdout.String(), nil
}

// revisions returns the stable revisions or the betas, oldest first.
func (r *repo) revisions(beta bool) []string {
	var out []string
	for name := range r.refs {
		if strings.HasSuffix(name, ".pre") == beta {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}

// describe returns the commit (seven digits) and its day.
func (r *repo) describe(revision string) (commit, day string, err error) {
	out, err := r.git("log", "-1", "--format=%H %cs", r.refs[revision])
	if err != nil {
		return "", "", err
	}
	commit, day, _ = strings.Cut(strings.TrimSpace(out), " ")
	return commit[:min(7, len(commit))], day, nil
}

// document returns the description of a revision.
func (r *repo) document(revision string) (*document, error) {
	name := "stable"
	if strings.HasSuffix(revision, ".pre") {
		name = "beta"
	}
	text, err := r.git("show", r.refs[revision]+":openapi/"+name+".json")
	if err != nil {
		return nil, err
	}
	d, err := parseDocument([]byte(text))
	if err != nil {
		return nil, fmt.Errorf("branch %s: openapi/%s.json: %w", revision, name, err)
	}
	return d, nil
}
