package requests_test

import (
	"fmt"
	"hash/fnv"
	"strings"
	"testing"

	"github.com/klaviyolint/klaviyolint/passes/revision"
)

// The matrix multiplies the ways in which code makes a request, and asks about
// each product three times: with a good revision, with a retired one, and with
// another header in its place.
var (
	clientKinds = []string{"newrequest", "context", "post", "field", "retryable", "resty"}
	urlKinds    = []string{"literal", "constants", "sprintf", "field", "override", "resolve", "join", "variable", "builder", "switch"}
	headerKinds = []string{"set", "add", "map", "header", "loop", "helper", "elsewhere", "transport", "none"}
	twins       = []string{"good", "retired", "absent"}
)

// A shape is one product. Its spelling decides on names, on methods or
// functions, on the order of statements, and on whether a credential is set
// beside the revision.
type shape struct {
	client, url, header string
	depth               int
	other               bool // the wrapper, or the URL, is in another package
	spelling            int
	twin                string
}

func (s shape) String() string {
	return fmt.Sprintf("%s/%s/%s/depth%d/other=%t/spelling%d/%s", s.client, s.url, s.header, s.depth, s.other, s.spelling, s.twin)
}

func (s shape) possible() bool {
	if s.client == "post" && s.header != "none" && s.header != "transport" {
		return false // a call that takes no headers
	}
	return s.header != "none" || s.twin != "retired"
}

// The sample is one shape in twelve, spread by a hash, so that every choice meets
// every other one. All of them, some sixteen thousand, take two minutes.
func (s shape) sampled() bool {
	h := fnv.New32a()
	h.Write([]byte(s.String()))
	return h.Sum32()%12 == 0
}

// wrapperElsewhere reports whether what sends is in the other package.
func (s shape) wrapperElsewhere() bool { return s.other && s.depth > 0 }

// credential reports whether the header's place sets the credential too.
func (s shape) credential() bool {
	return s.spelling == 1 && s.header != "none"
}

// known reports whether the function that builds the request knows by itself
// that it goes to Klaviyo. Where it does not, its caller owns the request.
func (s shape) known() bool {
	return s.depth == 0 || s.url == "field" || s.url == "override" || s.credential()
}

// settled reports whether it also knows, from the path or the credential, that
// the request needs a revision.
func (s shape) settled() bool {
	return s.known() && (!s.wrapperElsewhere() || s.credential())
}

// place says which mark the finding stands on, or "" for none.
func (s shape) place() string {
	switch s.twin {
	case "good":
		return ""
	case "absent":
		if s.settled() {
			return "//@build"
		}
		return "//@call"
	}
	if s.header == "elsewhere" && !s.credential() {
		// The helper does not know what it is used for.
		if s.known() {
			return "//@build"
		}
		return "//@call"
	}
	if s.header != "elsewhere" && s.wrapperElsewhere() && !s.known() {
		return "//@call"
	}
	return "//@lit"
}

// source writes the program of a shape.
func (s shape) source() map[string]string {
	g := &generator{shape: s}
	files := g.program()
	for name, src := range files {
		for _, mark := range []string{"//@build", "//@call", "//@lit"} {
			to := ""
			if mark == s.place() {
				to = "// want revision"
			}
			src = strings.ReplaceAll(src, mark, to)
		}
		files[name] = src
	}
	return files
}

func TestMatrix(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	count := 0
	for _, s := range shapes() {
		if !s.sampled() {
			continue
		}
		count++
		files := s.source()
		bad, err := w.program(files).verdict(revision.Analyzer)
		if err != nil {
			t.Fatalf("%s: %v\n%s", s, err, dump(files))
		}
		if len(bad) > 0 {
			t.Errorf("%s: %s", s, strings.Join(bad, "; "))
		}
	}
	if count < 800 {
		t.Errorf("only %d shapes", count)
	}
}

func shapes() []shape {
	var out []shape
	for _, c := range clientKinds {
		for _, u := range urlKinds {
			for _, h := range headerKinds {
				for depth := range 3 {
					for _, other := range []bool{false, true} {
						for spelling := range 2 {
							for _, twin := range twins {
								if s := (shape{c, u, h, depth, other, spelling, twin}); s.possible() {
									out = append(out, s)
								}
							}
						}
					}
				}
			}
		}
	}
	return out
}

func dump(files map[string]string) string {
	var b strings.Builder
	for name, src := range files {
		fmt.Fprintf(&b, "-- %s --\n", name)
		for i, line := range strings.Split(src, "\n") {
			fmt.Fprintf(&b, "%3d %s\n", i+1, line)
		}
	}
	return b.String()
}
