package requests_test

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/txtar"

	"github.com/klaviyolint/klaviyolint/internal/httpcalls"
	"github.com/klaviyolint/klaviyolint/internal/requests"
)

// loops says of each request in a loop, at the call inside the innermost one,
// what it has of the loops.
var loops = &analysis.Analyzer{
	Name: "loops", Doc: "loops", Requires: []*analysis.Analyzer{requests.Analyzer},
	Run: func(pass *analysis.Pass) (any, error) {
		for _, r := range pass.ResultOf[requests.Analyzer].(*requests.Result).Requests {
			var words []string
			for _, l := range slices.Backward(r.Loops) {
				words = append(words, describe(l))
			}
			if n := len(r.Loops); n > 0 {
				pass.Reportf(r.Send[r.Loops[n-1].At].Node.Pos, "%s", strings.Join(words, "; "))
			}
		}
		return nil, nil
	},
}

func describe(l httpcalls.Loop) string {
	s := string(l.Kind)
	for word, is := range map[string]bool{" item": l.Item(), " same": l.Same()} {
		if is {
			s += word
		}
	}
	if l.Credential {
		s += " credential"
	}
	if l.Fed {
		s += " fed"
	}
	if l.Turns >= 0 && !strings.Contains(l.Fn.Name, "attempts") {
		s += " turns=" + strconv.Itoa(int(l.Turns))
	}
	return s
}

var loopComment = regexp.MustCompile(`// loop: (.*)$`)

func TestLoops(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	archive, err := txtar.ParseFile("testdata/loops.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range archive.Files {
		t.Run(strings.TrimSuffix(f.Name, ".go"), func(t *testing.T) {
			got, err := w.program(map[string]string{appPath + "/" + f.Name: string(f.Data)}).analyze(loops)
			if err != nil {
				t.Fatal(err)
			}
			said := map[int]map[string]bool{}
			for _, g := range got {
				if said[g.line] == nil {
					said[g.line] = map[string]bool{}
				}
				said[g.line][g.message] = true
			}
			for i, line := range strings.Split(string(f.Data), "\n") {
				want := ""
				if m := loopComment.FindStringSubmatch(line); m != nil {
					want = m[1]
				}
				if want != "" && !said[i+1][want] || len(said[i+1]) > 0 && want == "" {
					t.Errorf("%s:%d: want %q, got %v", f.Name, i+1, want, said[i+1])
				}
			}
		})
	}
}
