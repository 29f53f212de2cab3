package tomlpos

import (
	"strings"
	"testing"
)

func TestTooDeep(t *testing.T) {
	t.Parallel()
	deep := strings.Repeat
	for name, tt := range map[string]struct {
		text string
		want bool
	}{
		"flat":                {"a = 1\n[b.c]\nd = [[1], [2]]\n", false},
		"many keys":           {deep("a.b = 1\n", 10_000), false},
		"a long array":        {"a = [" + deep("1, ", 100_000) + "]", false},
		"many floats":         {"a = [" + deep("1.5, ", 1_000) + "]", false},
		"arrays":              {"a = " + deep("[", 100_000) + deep("]", 100_000), true},
		"arrays never closed": {"a = " + deep("[", 100_000), true},
		"inline tables":       {"a = " + deep("{a = ", 100_000) + "1" + deep("}", 100_000), true},
		"dotted key":          {deep("a.", 100_000) + "a = 1", true},
		"header":              {"[" + deep("a.", 100_000) + "a]", true},
		"quoted segments":     {deep(`"a".`, 100_000) + "a = 1", true},
		"brackets in strings": {`a = "` + deep("[", 1_000) + `" # ` + deep("[", 1_000), false},
		"in a long string":    {"a = '''\n" + deep("[\n", 1_000) + "'''\n", false},
		"an open string":      {"a = \"x\nb = " + deep("[", 1_000), true},
		"an escaped quote":    {`a = "\"` + deep("[", 1_000) + `"`, false},
		"exactly at the edge": {"a = " + deep("[", MaxDepth) + deep("]", MaxDepth), false},
		"just over the edge":  {"a = " + deep("[", MaxDepth+1) + deep("]", MaxDepth+1), true},
	} {
		at, got := TooDeep(tt.text)
		if got != tt.want || got && at.Line < 1 {
			t.Errorf("%s: got %v at %v", name, got, at)
		}
	}
}

func FuzzTooDeep(f *testing.F) {
	f.Add("a = [[1]]\n[b.c]\n'x'.\"y\" = {a = 1}\n")
	f.Fuzz(func(t *testing.T, text string) {
		TooDeep(text)
		Scan(text)
	})
}
