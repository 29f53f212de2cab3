package cli

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/report"
)

// changes are the lines that differ from a revision: by absolute file name,
// ranges of line numbers as they are now.
type changes struct {
	lines map[string][][2]int // first and last line
	whole map[string]bool     // files that git does not track yet
}

// changesSince asks git for the lines changed since a revision, committed or
// not.
func changesSince(ctx context.Context, dir, rev string) (*changes, error) {
	git := func(args ...string) ([]byte, error) {
		cmd := exec.CommandContext(ctx, "git", append([]string{"-C", dir, "-c", "core.quotePath=false"}, args...)...)
		out, err := cmd.Output()
		if exit := new(exec.ExitError); errors.As(err, &exit) && len(exit.Stderr) > 0 {
			err = errors.New(strings.TrimSpace(strings.SplitN(string(exit.Stderr), "\n", 2)[0]))
		}
		return out, err
	}
	top, err := git("rev-parse", "--show-toplevel")
	if err != nil {
		return nil, err
	}
	root := strings.TrimRight(string(top), "\r\n")
	if real, err := filepath.EvalSymlinks(root); err == nil {
		root = real
	}
	// Resolved first: what a user gives must not be read as an option.
	commit, err := git("rev-parse", "--verify", "--quiet", "--end-of-options", rev+"^{commit}")
	if err != nil {
		return nil, fmt.Errorf("git knows no revision %q", rev)
	}
	diff, err := git("diff", "--no-color", "--no-ext-diff", "--no-textconv", "--no-renames", "-U0",
		"--src-prefix=a/", "--dst-prefix=b/", strings.TrimSpace(string(commit)), "--", ":/")
	if err != nil {
		return nil, err
	}
	c := &changes{lines: map[string][][2]int{}, whole: map[string]bool{}}
	c.read(root, diff)
	others, err := git("ls-files", "-z", "--others", "--exclude-standard", "--full-name", ":/")
	if err != nil {
		return nil, err
	}
	for name := range strings.SplitSeq(string(others), "\x00") {
		if name != "" {
			c.whole[filepath.Join(root, filepath.FromSlash(name))] = true
		}
	}
	return c, nil
}

// read takes the new line ranges out of a diff without context.
func (c *changes) read(root string, diff []byte) {
	file := ""
	lines := bufio.NewScanner(bytes.NewReader(diff))
	lines.Buffer(nil, 64<<20) // minified files have long lines
	left := 0                 // lines of the hunk still to come: they are content, whatever they look like
	for lines.Scan() {
		line := lines.Text()
		if left > 0 {
			if !strings.HasPrefix(line, `\`) {
				left--
			}
			continue
		}
		if name, ok := strings.CutPrefix(line, "+++ "); ok {
			name = strings.TrimSuffix(name, "\t")
			if unquoted, err := strconv.Unquote(name); err == nil {
				name = unquoted
			}
			file = ""
			if name, ok := strings.CutPrefix(name, "b/"); ok {
				file = filepath.Join(root, filepath.FromSlash(name))
			}
			continue
		}
		var del, add, at int
		if hunk, ok := strings.CutPrefix(line, "@@ -"); ok {
			old, now, _ := strings.Cut(hunk, " +")
			now, _, _ = strings.Cut(now, " ")
			_, del = span(old)
			at, add = span(now)
			left = del + add
			if add > 0 {
				c.lines[file] = append(c.lines[file], [2]int{at, at + add - 1})
			}
		}
	}
}

// span reads "12,3" or "12", which means one line.
func span(s string) (at, n int) {
	first, rest, ok := strings.Cut(s, ",")
	at, _ = strconv.Atoi(first)
	if !ok {
		return at, 1
	}
	n, _ = strconv.Atoi(rest)
	return at, n
}

// only keeps the findings of which at least one line changed. Without changes
// to compare with it keeps all.
func (c *changes) only(fs []report.Finding) []report.Finding {
	if c == nil {
		return fs
	}
	var out []report.Finding
	for _, f := range fs {
		file := f.File
		if real, err := filepath.EvalSymlinks(file); err == nil {
			file = real
		}
		keep := c.whole[file]
		for _, r := range c.lines[file] {
			keep = keep || r[0] <= max(f.EndLine, f.Line) && f.Line <= r[1]
		}
		if keep {
			out = append(out, f)
		}
	}
	return out
}
