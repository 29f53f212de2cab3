package tomlpos_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"

	"github.com/klaviyolint/klaviyolint/internal/tomlpos"
)

const sample = `# comment with [brackets] and a = b
title = "x # not a comment"
enable = [ "a", # first
  'b',
  """c
  d""",
]
a.b . "c.d" = 1
when = 1979-05-27 07:32:00

[client]
hosts = ["h"] # tail
[[client.model]]
name = 'one'
[client.model.sub]
deep = true
[[client.model]]
  name = "two"
inline = { x = 1, y = { z = [ 1, 2 ] } }
quotes = """four: """"
lit = '''a
b'''
after = -1.5e3
`

func TestScan(t *testing.T) {
	index := tomlpos.Scan(sample)
	for path, want := range map[string]string{
		"title":                       "2:1 2:9",
		"enable":                      "3:1 3:10",
		"enable 0":                    "3:12 3:12",
		"enable 1":                    "4:3 4:3",
		"enable 2":                    "5:3 5:3",
		"a":                           "8:1 8:1",
		"a b":                         "8:3 8:3",
		"a b c.d":                     "8:7 8:15",
		"when":                        "9:1 9:8",
		"client":                      "11:2 11:1",
		"client hosts":                "12:1 12:9",
		"client hosts 0":              "12:10 12:10",
		"client model":                "13:10 13:1",
		"client model 0 name":         "14:1 14:8",
		"client model 0 sub deep":     "16:1 16:8",
		"client model 1":              "17:1 17:1",
		"client model 1 name":         "18:3 18:10",
		"client model 1 inline y":     "19:19 19:23",
		"client model 1 inline y z":   "19:25 19:29",
		"client model 1 inline y z 1": "19:34 19:34",
		"client model 1 quotes":       "20:1 20:10",
		"client model 1 lit":          "21:1 21:7",
		"client model 1 after":        "23:1 23:9",
	} {
		e := index[tomlpos.Path(strings.Split(path, " ")...)]
		if got := fmt.Sprintf("%d:%d %d:%d", e.Key.Line, e.Key.Col, e.Value.Line, e.Value.Col); got != want {
			t.Errorf("%s: at %s, want %s", path, got, want)
		}
	}
}

func TestScanCRLF(t *testing.T) {
	unix, dos := tomlpos.Scan(sample), tomlpos.Scan(strings.ReplaceAll(sample, "\n", "\r\n"))
	for path, e := range unix {
		if dos[path] != e {
			t.Errorf("%q: %v with CRLF, %v without", path, dos[path], e)
		}
	}
}

// paths lists what the parser sees, to compare with what the scanner saw.
func paths(prefix []string, v any, into map[string]bool) {
	add := func(segment string, v any) {
		p := append(prefix[:len(prefix):len(prefix)], segment)
		into[tomlpos.Path(p...)] = true
		paths(p, v, into)
	}
	switch v := v.(type) {
	case map[string]any:
		for k, e := range v {
			add(k, e)
		}
	case []map[string]any:
		for i, e := range v {
			add(strconv.Itoa(i), e)
		}
	case []any:
		for i, e := range v {
			add(strconv.Itoa(i), e)
		}
	}
}

func FuzzScan(f *testing.F) {
	for _, seed := range []string{sample, "[a.b]\n[a]\nx=[[1,2],[{y=1}]]", "''=1\n\"\\u00e9\"=2", "[[a]]\n[[a.b]]\n[[a]]\n[[a.b]]\nc={}", "[", "a=\"\"\"", "=", "\x00"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 1000 {
			return // paths grow with the square of the depth
		}
		index := tomlpos.Scan(text) // must end on anything
		var tree map[string]any
		if _, err := toml.Decode(text, &tree); err != nil || strings.ContainsAny(text, "\x00\ufeff\\") {
			return
		}
		want := map[string]bool{}
		paths(nil, tree, want)
		for p := range want {
			if index[p] == (tomlpos.Entry{}) {
				t.Errorf("no position for %q in %q", p, text)
			}
		}
	})
}
