package sidefile

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestPosition(t *testing.T) {
	for _, test := range []struct {
		data              string
		offset, line, col int
	}{
		{"", 0, 1, 1},
		{"ab\ncd", 0, 1, 1},
		{"ab\ncd", 2, 1, 3},
		{"ab\ncd", 3, 2, 1},
		{"ab\ncd", 99, 2, 3},
		{"ab\r\ncd", 4, 2, 1},
		{"\xef\xbb\xbfab\ncd", 1, 1, 5},
		{"\xef\xbb\xbfab\ncd", 3, 2, 1},
		{"é\né", 3, 2, 1},
	} {
		f := New("x", []byte(test.data))
		if line, col := f.Position(test.offset); line != test.line || col != test.col {
			t.Errorf("%q at %d: %d:%d, want %d:%d", test.data, test.offset, line, col, test.line, test.col)
		}
	}
	if got := New("x", []byte("\xef\xbb\xbfab")).DiskOffset(1); got != 4 {
		t.Errorf("offset on disk is %d, want 4", got)
	}
}

func TestLines(t *testing.T) {
	var got []string
	for offset, line := range New("x", []byte("a\r\n\nbc\nd")).Lines() {
		got = append(got, fmt.Sprint(offset, line))
	}
	if want := []string{"0a", "3", "4bc", "7d"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestRead(t *testing.T) {
	dir := t.TempDir()
	put := func(name, data string, mode os.FileMode) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(data), mode); err != nil {
			t.Fatal(err)
		}
		return path
	}
	link := func(name, target string) string {
		path := filepath.Join(dir, name)
		if err := os.Symlink(target, path); err != nil {
			t.Fatal(err)
		}
		return path
	}
	if f, err := Read(put("text", "hello", 0o644), 5); err != nil || f == nil || string(f.Data) != "hello" {
		t.Errorf("text: %v, %v", f, err)
	}
	for name, path := range map[string]string{
		"absent": filepath.Join(dir, "absent"), "folder": dir, "large": put("large", "hello!", 0o644), "binary": put("binary", "a\x00b", 0o644),
		"dangling": link("dangling", "nowhere"), "circle": link("circle", "circle"),
	} {
		if f, err := Read(path, 5); f != nil || err != nil {
			t.Errorf("%s: %v, %v", name, f, err)
		}
	}
	secret := put("secret", "x", 0)
	_, err := Read(secret, 5)
	// A privileged user reads it all the same.
	if os.Geteuid() != 0 && !errors.Is(err, os.ErrPermission) {
		t.Errorf("unreadable: %v", err)
	}
}

func TestJSONStrings(t *testing.T) {
	const text = `{"a": "x", "b" : ["y", {"c":"z\u0041"}, 1, null], "d": {"e": true, "f": "w"}}`
	var got []string
	f := New("x", []byte(text))
	err := f.JSONStrings(func(s JSONString) bool {
		got = append(got, fmt.Sprintf("%q=%s %s", s.Path, s.Value, text[s.Start:s.End]))
		return true
	})
	want := []string{`["a"]=x "x"`, `["b" ""]=y "y"`, `["b" "" "c"]=zA "z\u0041"`, `["d" "f"]=w "w"`}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("got %q, %v, want %q", got, err, want)
	}
	for data, line := range map[string]int{"": 0, "{": 1, "{\n\n\"a\": b}": 3, "[1,\n2": 2, "{\"a\"\n}": 2, "\"x\"": 0, "[1]]": 1} {
		err := New("x", []byte(data)).JSONStrings(func(JSONString) bool { return true })
		var syntax *SyntaxError
		if errors.As(err, &syntax) != (line > 0) || line > 0 && syntax.Line != line {
			t.Errorf("%q: %v, want an error in line %d", data, err, line)
		}
	}
}

func FuzzJSONStrings(f *testing.F) {
	for _, seed := range []string{"", "{", `{"a":[{"b":"c"}]}`, "\"", "[[[[", "}{", `{"a":"b","a":1e999}`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		file := New("x", data)
		_ = file.JSONStrings(func(s JSONString) bool {
			if s.Start < 0 || s.Start >= s.End || s.End > len(file.Data) || file.Data[s.Start] != '"' || file.Data[s.End-1] != '"' {
				t.Errorf("%q: a string at [%d,%d)", data, s.Start, s.End)
			}
			return true
		})
	})
}

func TestContainsFold(t *testing.T) {
	for _, word := range []string{"klaviyo", "github.com/amp-labs/connectors", "a.klaviyo.com", "-", "x"} {
		for _, text := range []string{word, strings.ToUpper(word), "  " + word, word + "k", "kk" + word + word, strings.ToUpper(word[:1]) + word[1:]} {
			if !ContainsFold([]byte(text), word) {
				t.Errorf("%q is not found in %q", word, text)
			}
		}
		for _, text := range []string{"", "k", word[1:], word[:len(word)-1], strings.ReplaceAll(word, word[:1], "\x00")} {
			if len(text) < len(word) && ContainsFold([]byte(text), word) {
				t.Errorf("%q is found in %q", word, text)
			}
		}
	}
}

func FuzzContainsFold(f *testing.F) {
	f.Add([]byte("Klaviyo"), "klaviyo")
	f.Add([]byte("kKlAVIyo-"), "klaviyo")
	f.Fuzz(func(t *testing.T, text []byte, word string) {
		lower := func(b []byte) []byte {
			return bytes.Map(func(r rune) rune {
				if 'A' <= r && r <= 'Z' {
					return r + 'a' - 'A'
				}
				return r
			}, b)
		}
		ascii := func(b []byte) bool { return !slices.ContainsFunc(b, func(c byte) bool { return c >= 0x80 }) }
		if word == "" || !ascii([]byte(word)) || !ascii(text) || string(lower([]byte(word))) != word {
			return
		}
		if got, want := ContainsFold(text, word), bytes.Contains(lower(text), []byte(word)); got != want {
			t.Errorf("%q in %q: %t, want %t", word, text, got, want)
		}
	})
}
