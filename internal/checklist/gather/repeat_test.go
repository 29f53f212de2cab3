package gather_test

import (
	"encoding/json"
	"strings"
	"testing"
)

// A module of several programs, with shapes whose ways meet, is judged to the same
// bytes at every run.
func TestSameBytes(t *testing.T) {
	for _, c := range cells(t) {
		if c.name != "C4/pass-runner" {
			continue
		}
		dir := c.lay(t, nil)
		var first []byte
		for i := range 10 {
			got, err := json.MarshalIndent(run(t, dir), "", "\t")
			if err != nil {
				t.Fatal(err)
			}
			if first == nil {
				first = got
			}
			if string(got) == string(first) {
				continue
			}
			was := strings.Split(string(first), "\n")
			for n, line := range strings.Split(string(got), "\n") {
				if n >= len(was) || line != was[n] {
					t.Fatalf("run %d says %s", i+1, line)
				}
			}
			t.Fatalf("run %d says less", i+1)
		}
		return
	}
	t.Fatal("the cell is gone")
}
