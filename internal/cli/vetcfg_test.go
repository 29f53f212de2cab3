package cli

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

func TestWholeUnit(t *testing.T) {
	plain, tested, external := t.TempDir(), t.TempDir(), t.TempDir()
	for name, text := range map[string]string{
		filepath.Join(tested, "a_test.go"):         "package a\n",
		filepath.Join(external, "a_test.go"):       "package a_test\n",
		filepath.Join(external, "b_plan9_test.go"): "package a\n",
	} {
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	type unit struct {
		VetxOnly                               bool
		Dir, Stdout, ModulePath, ModuleVersion string
		Other                                  map[string]string
	}
	facts := unit{VetxOnly: true, Dir: plain, Stdout: "out", ModulePath: "example.com/a", Other: map[string]string{"kept": "yes"}}
	with := func(edit func(*unit)) unit { u := facts; edit(&u); return u }
	tests := []struct {
		name  string
		unit  unit
		flags []string
		want  bool
	}{
		{"facts of a package of the main module", facts, nil, true},
		{"with flags", facts, []string{"-json", "-strict"}, true},
		{"fixing", facts, []string{"-fix"}, false},
		{"findings anyway", with(func(u *unit) { u.VetxOnly = false }), nil, false},
		{"an older go command", with(func(u *unit) { u.Stdout = "" }), nil, false},
		{"the standard library", with(func(u *unit) { u.ModulePath = "" }), nil, false},
		{"another module", with(func(u *unit) { u.ModuleVersion = "v1.0.0" }), nil, false},
		{"with tests", with(func(u *unit) { u.Dir = tested }), nil, false},
		{"with external tests, and others elsewhere", with(func(u *unit) { u.Dir = external }), nil, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "vet.cfg")
			data, err := json.Marshal(tt.unit)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, data, 0o644); err != nil {
				t.Fatal(err)
			}
			args := append(slices.Clone(tt.flags), file)
			got := wholeUnit(args)
			if !tt.want {
				if !slices.Equal(got, args) {
					t.Errorf("changed to %v", got)
				}
				return
			}
			if !slices.Equal(got[:len(got)-1], tt.flags) {
				t.Errorf("flags became %v", got)
			}
			data, err = os.ReadFile(got[len(got)-1])
			if err != nil {
				t.Fatal(err)
			}
			var u unit
			if err := json.Unmarshal(data, &u); err != nil {
				t.Fatal(err)
			}
			if u.VetxOnly || u.Other["kept"] != "yes" {
				t.Errorf("unit became %s", data)
			}
		})
	}
	if got := wholeUnit([]string{"none.cfg"}); !slices.Equal(got, []string{"none.cfg"}) {
		t.Errorf("an unreadable file became %v", got)
	}
}
