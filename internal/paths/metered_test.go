package paths

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/tools/go/packages"
	"golang.org/x/tools/go/ssa"

	"github.com/klaviyolint/klaviyolint/internal/paths/limiters"
)

// shapes are the limiters; none is expected of those that limit nobody.
var shapes = []struct {
	name, expr string
	limiter    func() limiters.Limiter
	none       bool
	// serial is set where a caller sleeps with the lock: a fake clock stands still
	// while others wait for it, so they come one after the other.
	serial bool
}{
	{"bucket", "limiters.NewBucket(150, 6)", func() limiters.Limiter { return limiters.NewBucket(150, 6) }, false, false},
	{"large bucket", "limiters.NewBucket(700, 60)", func() limiters.Limiter { return limiters.NewBucket(700, 60) }, false, false},
	{"spacing", "limiters.NewSpacing(400*time.Millisecond)", func() limiters.Limiter { return limiters.NewSpacing(400 * time.Millisecond) }, false, true},
	{"slot", "&limiters.Slot{}", func() limiters.Limiter { return &limiters.Slot{} }, false, false},
	{"window", "limiters.NewWindow(10, time.Second)", func() limiters.Limiter { return limiters.NewWindow(10, time.Second) }, false, false},
	{"wide window", "limiters.NewWindow(150, time.Minute)", func() limiters.Limiter { return limiters.NewWindow(150, time.Minute) }, false, false},
	{"log", "new(limiters.Log)", func() limiters.Limiter { return new(limiters.Log) }, false, false},
	{"atomic", "limiters.NewAtomic(9)", func() limiters.Limiter { return limiters.NewAtomic(9) }, false, false},
	{"leaky", "&limiters.Leaky{}", func() limiters.Limiter { return &limiters.Leaky{} }, false, true},
	{"racy", "&limiters.Racy{}", func() limiters.Limiter { return &limiters.Racy{} }, true, false},
	{"constant", "limiters.Constant{}", func() limiters.Limiter { return limiters.Constant{} }, true, false},
}

// ways are how the limiter gets to the send: kept in a field, a variable of the
// package, a map, made before a loop, or behind a helper.
var ways = []struct{ name, text string }{
	{"field", `
type client struct{ limit %TYPE%; http *http.Client }
func (c *client) send(ctx context.Context, r *http.Request) {
	if err := c.limit.Wait(ctx); err != nil { return }
	resp, err := c.http.Do(r)
	if err == nil { resp.Body.Close() }
}
func main() {
	c := &client{limit: %EXPR%, http: http.DefaultClient}
	for { go c.send(context.Background(), nil) }
}`},
	{"variable", `
var limit = %EXPR%
func main() {
	for {
		if limit.Wait(context.Background()) != nil { return }
		resp, err := http.DefaultClient.Do(nil)
		if err == nil { resp.Body.Close() }
	}
}`},
	{"map", `
type client struct{ limits map[string]%TYPE% }
func newClient() *client { return &client{limits: map[string]%TYPE%{"a": %EXPR%}} }
func (c *client) send(ctx context.Context, tier string, r *http.Request) {
	for range 3 {
		if err := c.limits[tier].Wait(ctx); err != nil { return }
		resp, err := http.DefaultClient.Do(r)
		if err == nil { resp.Body.Close(); return }
	}
}
func main() { newClient().send(context.Background(), "a", nil) }`},
	{"before the loop", `
func main() {
	limit := %EXPR%
	for {
		_ = limit.Wait(context.Background())
		resp, err := http.DefaultClient.Do(nil)
		if err == nil { resp.Body.Close() }
	}
}`},
	{"helper", `
type client struct{ limit %TYPE% }
func (c *client) ready(ctx context.Context) error { return c.limit.Wait(ctx) }
func (c *client) send(ctx context.Context, r *http.Request) {
	if c.ready(ctx) != nil { return }
	resp, err := http.DefaultClient.Do(r)
	if err == nil { resp.Body.Close() }
}
func main() { (&client{limit: %EXPR%}).send(context.Background(), nil) }`},
}

// What is found in the source of a limiter is what it lets through when it runs.
func TestMeteredAgainstTheLimiters(t *testing.T) {
	const most = 150
	dir := t.TempDir()
	source, err := os.ReadFile("limiters/limiters.go")
	if err != nil {
		t.Fatal(err)
	}
	write(t, dir, "go.mod", "module example.com/m\n\ngo 1.25\n")
	write(t, dir, "limiters/limiters.go", string(source))
	for i, s := range shapes {
		kind, _, _ := strings.Cut(strings.NewReplacer("new(", "*", ")", "(", "&", "*", "limiters.New", "*limiters.").Replace(s.expr), "(")
		kind = strings.TrimSuffix(kind, "{}")
		for j, w := range ways {
			text := strings.NewReplacer("%EXPR%", s.expr, "%TYPE%", kind).Replace(w.text)
			imports := "import (\n\"context\"\n\"net/http\"\n\"example.com/m/limiters\"\n"
			if strings.Contains(text, "time.") {
				imports += "\"time\"\n"
			}
			write(t, dir, fmt.Sprintf("p%d_%d/main.go", i, j), "package main\n\n"+imports+")\n"+text+"\n")
		}
	}
	loaded, err := packages.Load(&packages.Config{Dir: dir, Mode: packages.LoadAllSyntax &^ packages.NeedDeps, Env: append(os.Environ(), "GOWORK=off", "GOFLAGS=-mod=mod")}, "./...")
	if err != nil || packages.PrintErrors(loaded) > 0 {
		t.Fatal(err)
	}
	for i, s := range shapes {
		second, minute := measured(t, s.limiter, s.serial, most)
		for j, w := range ways {
			t.Run(s.name+"/"+w.name, func(t *testing.T) {
				var mine []*packages.Package
				for _, l := range loaded {
					if l.Name == "limiters" || l.PkgPath == fmt.Sprintf("example.com/m/p%d_%d", i, j) {
						mine = append(mine, l)
					}
				}
				p := Build(mine)
				m := p.Metered(sendOf(t, p), most)
				switch {
				case s.none && m != nil:
					t.Errorf("it limits nobody, and %d a second are found", m.Second)
				case s.none:
				case m == nil:
					t.Error("no limiter is found")
				case m.Second != second || m.Minute != minute:
					t.Errorf("found %d a second, %d a minute; it lets %d and %d through", m.Second, m.Minute, second, minute)
				}
			})
		}
	}
}

func write(t *testing.T, dir, name, text string) {
	t.Helper()
	name = filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// sendOf is the only send of a program, with the calls that lead to it from main's
// package.
func sendOf(t *testing.T, p *Program) *Send {
	for _, f := range p.Funcs() {
		for _, b := range f.Blocks {
			for _, in := range b.Instrs {
				if c, ok := in.(ssa.CallInstruction); ok && slices.Contains(p.Names(c), "net/http.Client.Do") {
					s := &Send{Chain: []ssa.CallInstruction{c}}
					if up := p.Callers(f); len(up) == 1 {
						if call, ok := up[0].(*ssa.Call); ok {
							s.Chain = []ssa.CallInstruction{call, c}
						}
					}
					return s
				}
			}
		}
	}
	t.Fatal("nothing is sent")
	return nil
}

// measured runs a limiter on a fake clock, with the arrivals that Metered tries.
func measured(t *testing.T, limiter func() limiters.Limiter, serial bool, most int) (inSecond, inMinute int) {
	for _, pauses := range [][]int64{nil, {0, 59_500_000_000}, {0, 700_000_000, 999_000_000}, {0, 150_000_000_000}} {
		synctest.Test(t, func(t *testing.T) {
			l := limiter()
			var mu sync.Mutex
			var times []int64
			var group sync.WaitGroup
			start := time.Now()
			for i := range 2*most + 100 {
				run := group.Go
				if serial {
					run = func(f func()) { f() }
				}
				run(func() {
					arrives := int64(0)
					if len(pauses) > 0 {
						arrives = pauses[min(i, len(pauses)-1)]
					}
					time.Sleep(time.Duration(arrives) - time.Since(start))
					_ = l.Wait(context.Background())
					mu.Lock()
					times = append(times, int64(time.Since(start)))
					mu.Unlock()
				})
			}
			group.Wait()
			slices.Sort(times)
			inSecond = max(inSecond, densest(times, second))
			inMinute = max(inMinute, densest(times, minute))
		})
	}
	return inSecond, inMinute
}
