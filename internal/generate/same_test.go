package generate

import (
	"strings"
	"testing"
)

// The copy is known again under another package name, without comments and by other
// file names; with anything changed, left out or added it is not.
func TestIsHealth(t *testing.T) {
	files, err := Health("pulse")
	if err != nil {
		t.Fatal(err)
	}
	var texts [][]byte
	for _, f := range files {
		if !strings.HasSuffix(f.Name, "_test.go") {
			texts = append(texts, f.Text)
		}
	}
	if !IsHealth(texts) {
		t.Error("the copy is not known again")
	}
	texts[0], texts[1] = texts[1], texts[0]
	if !IsHealth(texts) {
		t.Error("the order of the files matters")
	}
	if IsHealth(texts[1:]) || IsHealth(append(texts[1:], texts[1])) || IsHealth(append(texts, []byte("package pulse\n\nfunc init() {}\n"))) {
		t.Error("a part is taken for the whole")
	}
	changes := 0
	for i, text := range texts {
		for _, c := range [][2]string{{"StatusTooManyRequests", "StatusTeapot"}, {"3 * time.Second", "30 * time.Second"}, {"c.fails > 1", "c.fails > 100"}, {"case Down:", "case Unknown:"}, {"k, err := key(ctx)", "k, err := \"pk\", error(nil)"}} {
			mutant := strings.Replace(string(text), c[0], c[1], 1)
			if mutant == string(text) {
				continue
			}
			changes++
			other := append([][]byte{}, texts...)
			other[i] = []byte(mutant)
			if IsHealth(other) {
				t.Errorf("with %q it is still taken for the copy", c[1])
			}
		}
	}
	if changes < 5 {
		t.Errorf("only %d changes were tried", changes)
	}
}
