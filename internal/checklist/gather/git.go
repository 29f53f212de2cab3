package gather

import (
	"context"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// A listing is what git tracks, or would. An empty one ignores nothing.
type listing struct {
	root  string
	files map[string]bool
	dirs  map[string]bool
}

func git(ctx context.Context, dir string, args ...string) (string, bool) {
	cmd := exec.CommandContext(ctx, "git", append([]string{"-C", dir, "-c", "core.quotePath=false", "-c", "core.fsmonitor=false"}, args...)...)
	// Nothing may be written to the repository of the user.
	cmd.Env = append(os.Environ(), "GIT_OPTIONAL_LOCKS=0")
	out, err := cmd.Output()
	return string(out), err == nil
}

// tracked asks git for the files that it tracks or does not ignore.
func tracked(ctx context.Context, root string) *listing {
	l := &listing{root: root}
	out, ok := git(ctx, root, "ls-files", "-z", "--cached", "--others", "--exclude-standard")
	if !ok {
		return l
	}
	l.files, l.dirs = map[string]bool{}, map[string]bool{root: true}
	for name := range strings.SplitSeq(out, "\x00") {
		if name == "" {
			continue
		}
		file := filepath.Join(root, filepath.FromSlash(name))
		l.files[file] = true
		for d := filepath.Dir(file); !l.dirs[d] && len(d) > len(root); d = filepath.Dir(d) {
			l.dirs[d] = true
		}
	}
	return l
}

func (l *listing) ignored(path string) bool {
	return l.files != nil && strings.HasPrefix(path, l.root) && !l.files[path] && !l.dirs[path]
}

// Commit returns the commit of the repository and whether it has changes; "" where
// there is no git, no commit, or the clone is shallow enough to have none.
func Commit(ctx context.Context, root string) (commit string, dirty bool) {
	out, ok := git(ctx, root, "rev-parse", "--verify", "--quiet", "HEAD^{commit}")
	if !ok {
		return "", false
	}
	status, ok := git(ctx, root, "status", "--porcelain", "--untracked-files=no")
	return strings.TrimSpace(out), ok && strings.TrimSpace(status) != ""
}

// IsAncestor reports whether a commit is HEAD or one before it; known is false
// where git cannot tell.
func IsAncestor(ctx context.Context, root, commit string) (yes, known bool) {
	if _, ok := git(ctx, root, "cat-file", "-e", commit+"^{commit}"); !ok {
		return false, false
	}
	_, yes = git(ctx, root, "merge-base", "--is-ancestor", commit, "HEAD")
	return yes, true
}

// forges are the hosts whose addresses of lines are known.
var forges = map[string]string{
	"github.com":    "/blob/{commit}/{path}#L{line}",
	"gitlab.com":    "/-/blob/{commit}/{path}#L{line}",
	"bitbucket.org": "/src/{commit}/{path}#lines-{line}",
}

// LinkTemplate makes a template of the remote origin, "" where its host is not
// known. User information is left out.
func LinkTemplate(ctx context.Context, root string) string {
	out, ok := git(ctx, root, "config", "--get", "remote.origin.url")
	if !ok {
		return ""
	}
	return template(strings.TrimSpace(out))
}

func template(remote string) string {
	host, path := "", ""
	if u, err := url.Parse(remote); err == nil && u.Host != "" {
		host, path = u.Hostname(), u.Path
	} else if before, after, ok := strings.Cut(remote, ":"); ok {
		_, host, _ = strings.Cut(before, "@")
		if host == "" {
			host = before
		}
		path = "/" + after
	}
	tail, ok := forges[strings.ToLower(host)]
	path = strings.TrimSuffix(strings.TrimSuffix(path, "/"), ".git")
	if !ok || strings.Count(path, "/") < 2 {
		return ""
	}
	return "https://" + strings.ToLower(host) + (&url.URL{Path: path}).EscapedPath() + tail
}

// countFiles counts the files of directories.
func countFiles(dirs []string) int {
	n := 0
	for _, d := range dirs {
		entries, _ := os.ReadDir(d)
		for _, e := range entries {
			if e.Type().IsRegular() {
				n++
			}
		}
	}
	return n
}
