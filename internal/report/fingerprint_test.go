package report

import (
	"slices"
	"strings"
	"testing"
)

func prints(t *testing.T, text string, fs ...Finding) []string {
	t.Helper()
	file := write(t, "a.go", text)
	for i := range fs {
		fs[i].File = file
	}
	Fingerprints(fs, NewSources())
	var out []string
	for _, f := range fs {
		if len(f.Fingerprint) != 32 || strings.Contains(f.Fingerprint, key[3:]) {
			t.Errorf("fingerprint %q", f.Fingerprint)
		}
		out = append(out, f.Fingerprint)
	}
	return out
}

// A fingerprint stays when lines move, and tells apart what is not the same.
func TestFingerprints(t *testing.T) {
	line := func(n int) Finding { return at("a.go", n, 1, n, 1) }
	base := prints(t, "package a\nx := 1\nx := 1\n", line(2), line(3))
	if base[0] == base[1] {
		t.Error("equal lines share a fingerprint: the index among equals is missing")
	}
	if moved := prints(t, "// more\n\npackage a\n\tx :=  1\n\nx := 1\n", line(4), line(6)); !slices.Equal(base, moved) {
		t.Errorf("lines that move change: %v, %v", base, moved)
	}
	change := map[string]func(*Finding){
		"rule":    func(f *Finding) { f.Rule = "upsert" },
		"package": func(f *Finding) { f.Package = "example.com/other" },
		"decl":    func(f *Finding) { f.Decl = "Other" },
		"line":    func(f *Finding) { f.Line = 1 },
	}
	for name, edit := range change {
		f := line(2)
		edit(&f)
		if got := prints(t, "package a\nx := 1\nx := 1\n", f); got[0] == base[0] {
			t.Errorf("another %s has the same fingerprint", name)
		}
	}
}

// Two keys on otherwise equal lines hash alike: a fingerprint cannot be used to
// confirm a guess of the key.
func TestFingerprintHoldsNoKey(t *testing.T) {
	other := "pk_01" + strings.Repeat("9", 23) + "abcdef001"
	f := at("a.go", 1, 1, 1, 1)
	one := prints(t, "const k = \""+key+"\"", f)
	two := prints(t, "const k = \""+other+"\"", f)
	if one[0] != two[0] {
		t.Error("the fingerprint depends on the key")
	}
	f.Rule = secretRule
	one = prints(t, "const k = \"webhook-secret-1\"", f)
	two = prints(t, "const k = \"webhook-secret-2\"", f)
	if one[0] != two[0] {
		t.Error("the fingerprint depends on a secret of another shape")
	}
}

func TestFingerprintOutsideGo(t *testing.T) {
	f, g := at("a", 1, 1, 1, 1), at("a", 1, 1, 1, 1)
	f.Decl, g.Decl = "", ""
	f.Path, g.Path = "web/package.json", "shop/package.json"
	if p := prints(t, "same line", f, g); p[0] == p[1] {
		t.Error("the same line of two files shares a fingerprint")
	}
}

func TestBaseline(t *testing.T) {
	file := t.TempDir() + "/base.json"
	fs := []Finding{{Rule: "b", Path: "z.go", Fingerprint: "1"}, {Rule: "a", Path: "z.go", Fingerprint: "2"}, {Rule: "c", Path: "a.go", Fingerprint: "3"}}
	if err := NewBaseline(fs).Write(file); err != nil {
		t.Fatal(err)
	}
	b, err := ReadBaseline(file)
	if err != nil {
		t.Fatal(err)
	}
	want := Baseline{{"c", "a.go", "3", 1}, {"a", "z.go", "2", 1}, {"b", "z.go", "1", 1}}
	if !slices.Equal(b, want) {
		t.Errorf("got %v, want %v", b, want)
	}
	fresh, gone := b.New(append(fs[1:], Finding{Rule: "a", Path: "new.go", Fingerprint: "2"}))
	if len(fresh) != 1 || fresh[0].Path != "new.go" || gone != 1 {
		t.Errorf("got %v new and %d gone", fresh, gone)
	}
}

func TestBrokenBaseline(t *testing.T) {
	tests := []struct{ text, want string }{
		{"", ":1: not a baseline: the file ends too early"},
		{"[\n", ":2: not a baseline: the file ends too early"},
		{"{}", ":1: not a baseline: want a list of entries"},
		{"[\n {\"rule\":\"a\",\"fingerprint\":\"f\",\"count\":1},\n {\"rule\":1}\n]", ":3: not a baseline: json: cannot unmarshal number"},
		{"[]\n[]", ":2: not a baseline: something follows the list"},
		{"[] x", ":1: not a baseline: something follows the list"},
		{"[\n {\"rule\":\"a\",\"fingerprint\":\"f\",\"count\":-1}\n]", ":2: not a baseline: count is -1, and must be at least 1"},
		{"[\n {\"rule\":\"a\",\"fingerprint\":\"f\"}\n]", ":2: not a baseline: count is 0"},
		{"[\n {\"rule\":\"a\",\"count\":1}\n]", ":2: not a baseline: an entry needs a rule and a fingerprint"},
		{"[\n {\"rule\":\"a\",\"fingerprint\":\"f\",\"count\":1e99}\n]", ":2: not a baseline: json: cannot unmarshal number"},
		{"[\n {\"rule\":\"a\",\"fingerprint\":\"f\",\"count\":1},\n {\"rules\":1}\n]", ":3: not a baseline: json: unknown field \"rules\""},
		{"[\n {\"rule\":\"a\"\n x}\n]", ":2: not a baseline: invalid character 'x'"},
	}
	for _, tt := range tests {
		_, err := ReadBaseline(write(t, "b.json", tt.text))
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%q: got %v, want %s", tt.text, err, tt.want)
		}
	}
}
