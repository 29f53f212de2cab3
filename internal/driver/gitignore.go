package driver

import (
	"bufio"
	"context"
	"io"
	"os/exec"
	"path/filepath"
	"sync"
)

// A gitIgnore asks git which files it ignores, one at a time, over one process
// that stays open. Where there is no repository or no git, nothing is ignored:
// a secret in an ignored file would then be reported, which is the safe side.
type gitIgnore struct {
	ctx  context.Context
	root string // of the repository, or ""

	mu   sync.Mutex
	memo map[string]bool
	in   io.WriteCloser
	out  *bufio.Reader
	cmd  *exec.Cmd
	dead bool // git cannot be started
}

func newGitIgnore(ctx context.Context, root string) *gitIgnore {
	return &gitIgnore{ctx: ctx, root: root, memo: map[string]bool{}}
}

// ignored reports whether git ignores the file or directory. What git tracks is
// not ignored, whatever the patterns say.
func (g *gitIgnore) ignored(path string) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	path = filepath.Clean(path)
	if g.root == "" || path == g.root || !within(g.root, path) {
		return false
	}
	if known, ok := g.memo[path]; ok {
		return known
	}
	answer, err := g.ask(path)
	if err != nil {
		// git gives up at a path that it does not like, such as one beyond a
		// symbolic link. The next question starts it anew.
		g.stop()
	}
	g.memo[path] = answer
	return answer
}

func (g *gitIgnore) ask(path string) (bool, error) {
	if g.dead {
		return false, nil
	}
	if g.cmd == nil {
		if err := g.start(); err != nil {
			g.dead = true
			return false, err
		}
	}
	if _, err := io.WriteString(g.in, path+"\x00"); err != nil {
		return false, err
	}
	// The answer is source, line, pattern and path; all but the path are empty
	// where no pattern matches. A pattern that starts with ! takes a file back.
	var field [4]string
	for i := range field {
		s, err := g.out.ReadString(0)
		if err != nil {
			return false, err
		}
		field[i] = s[:len(s)-1]
	}
	return field[2] != "" && field[2][0] != '!', nil
}

func (g *gitIgnore) start() error {
	cmd := exec.CommandContext(g.ctx, "git", "-C", g.root, "check-ignore", "-z", "--stdin", "--verbose", "--non-matching")
	in, err := cmd.StdinPipe()
	if err != nil {
		return err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	g.cmd, g.in, g.out = cmd, in, bufio.NewReader(out)
	return nil
}

func (g *gitIgnore) stop() {
	if g.cmd != nil {
		g.in.Close()
		_ = g.cmd.Wait() // what git had to say was read
		g.cmd = nil
	}
}

// close ends the process.
func (g *gitIgnore) close() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.stop()
}
