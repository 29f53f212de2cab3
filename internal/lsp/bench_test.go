package lsp

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// large writes a module of 300 packages of which five call Klaviyo, with a client
// package between them and HTTP.
func large(t testing.TB) (dir, edited string) {
	files := map[string]string{"go.mod": "module example.com/large\n\ngo 1.25\n"}
	for i := range 294 {
		imports, body := "\"fmt\"\n\t\"strings\"\n", ""
		if i >= 10 {
			imports += fmt.Sprintf("\t\"example.com/large/p%d\"\n", i/10)
			body = fmt.Sprintf("\nfunc Below(s string) string { return p%d.Name(s) }\n", i/10)
		}
		for j := range 40 {
			body += fmt.Sprintf("\n// F%d formats a row of the report.\nfunc F%d(a int, b string) string {\n\tif a > %d {\n\t\treturn fmt.Sprintf(\"%%d %%s\", a, b)\n\t}\n\treturn strings.Repeat(b, a)\n}\n", j, j, j)
		}
		files[fmt.Sprintf("p%d/p.go", i)] = fmt.Sprintf("package p%d\n\nimport (\n\t%s)\n\nfunc Name(s string) string { return fmt.Sprint(s, %d) }\n%s", i, imports, i, body)
	}
	files["crm/crm.go"] = `package crm

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"os"
	"time"
)

const host = "https://a.klaviyo.com"

type Client struct {
	http *http.Client
	key  string
}

func New() *Client {
	return &Client{http: &http.Client{Timeout: 10 * time.Second}, key: os.Getenv("KLAVIYO_API_KEY")}
}

func (c *Client) Do(ctx context.Context, method, path string, body any) (*http.Response, error) {
	data, err := json.Marshal(body)
	if err != nil {
		return nil, err
	}
	req, err := http.NewRequestWithContext(ctx, method, host+path, bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Authorization", "Klaviyo-API-Key "+c.key)
	req.Header.Set("revision", "2026-07-15")
	return c.http.Do(req)
}
`
	for i := range 5 {
		files[fmt.Sprintf("sync%d/sync.go", i)] = fmt.Sprintf(`package sync%d

import (
	"context"

	"example.com/large/crm"
	"example.com/large/p%d"
)

func Run(ctx context.Context, c *crm.Client, email string) error {
	resp, err := c.Do(ctx, "POST", "/api/profile-import", map[string]any{"data": map[string]any{"type": "profile", "attributes": map[string]any{"email": p%d.Name(email)}}})
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode >= 300 {
		return context.Canceled
	}
	return nil
}
`, i, 100+i, 100+i)
	}
	dir = module(t, files)
	return dir, filepath.Join(dir, "sync2/sync.go")
}

// process starts the command itself.
func process(t testing.TB, caps string, folders ...string) (*client, int) {
	t.Helper()
	exe := filepath.Join(t.TempDir(), "klaviyolint")
	if out, err := exec.Command("go", "build", "-o", exe, "../../cmd/klaviyolint").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	cmd := exec.Command(exe, "lsp")
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	code := make(chan int, 1)
	go func() {
		state, _ := cmd.Process.Wait()
		code <- state.ExitCode()
	}()
	return converse(t, stream{io.Reader(out), in}, code, caps, day, folders), cmd.Process.Pid
}

// memory returns a line of /proc/PID/status in MB, 0 where there is none.
func memory(pid int, name string) float64 {
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(data)) {
		if rest, ok := strings.CutPrefix(line, name+":"); ok {
			kb, _ := strconv.Atoi(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(rest), "kB")))
			return float64(kb) / 1024
		}
	}
	return 0
}

// variant is the edited file with one fault or none, and something new each time.
func variant(text string, n int) string {
	if n%2 == 1 {
		text = strings.Replace(text, "/api/profile-import", "/api/profils", 1)
	}
	return strings.Replace(text, "context.Canceled", fmt.Sprintf("context.Canceled // %d", n), 1)
}

// How long a person waits for the answer to an edit, the rest of 200 ms included,
// in a module of 300 packages.
func BenchmarkEdit(b *testing.B) {
	dir, file := large(b)
	c, pid := process(b, able, dir)
	text := c.open(file)
	_ = c.settled(file)
	var took []time.Duration
	for b.Loop() {
		n := len(took)
		began := time.Now()
		c.change(file, variant(text, n))
		if ds := c.settled(file); len(ds) != n%2 {
			b.Fatalf("after edit %d: %v", n, ds)
		}
		took = append(took, time.Since(began))
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Milliseconds()), "ms-median")
	b.ReportMetric(float64(took[len(took)*95/100].Milliseconds()), "ms-p95")
	b.ReportMetric(memory(pid, "VmRSS"), "MB-now")
}

// An hour of edits: memory does not grow with them. One iteration is 2,000 edits,
// each of which is answered.
func BenchmarkSoak(b *testing.B) {
	for b.Loop() {
		dir, file := large(b)
		c, pid := process(b, able, dir)
		text := c.open(file)
		_ = c.settled(file)
		first := 0.0
		for n := range 2000 {
			c.change(file, variant(text, n))
			if n%10 == 0 {
				// As an editor saves now and then; files come and go.
				c.save(file)
			}
			if ds := c.settled(file); len(ds) != n%2 {
				b.Fatalf("after edit %d: %v", n, ds)
			}
			if n == 200 {
				first = memory(pid, "VmRSS")
			}
		}
		b.ReportMetric(first, "MB-after-200")
		b.ReportMetric(memory(pid, "VmRSS"), "MB-after-2000")
		b.ReportMetric(memory(pid, "VmHWM"), "MB-peak")
	}
}
