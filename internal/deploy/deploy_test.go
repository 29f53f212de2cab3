package deploy

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"
)

// dump writes all facts, one a line, with paths relative to the root.
func dump(f *Files, root string) string {
	var lines []string
	at := func(p Place) string {
		rel, err := filepath.Rel(root, p.File)
		if err != nil {
			rel = p.File
		}
		return fmt.Sprintf("%s:%d:%d", filepath.ToSlash(rel), p.Line, p.Col)
	}
	add := func(p Place, format string, args ...any) {
		lines = append(lines, at(p)+": "+fmt.Sprintf(format, args...))
	}
	fills := []string{"unknown", "store", "literal", "config", "committed", "file"}
	for _, e := range f.Env {
		who := ""
		if e.Workload != nil {
			who = " for " + e.Workload.Name
		}
		shaped := ""
		if e.KeyShaped {
			shaped = " key"
		}
		add(e.Place, "env %q %s (%s) %s%s%s", e.Name, fills[e.Fill], e.Store, e.Value, shaped, who)
	}
	for _, w := range f.Workloads {
		add(w.Place, "workload %s %s %s/%s image %q unknown %t moves %t replicas %d..%d history %d back %t", w.Kind, w.Resource, w.Name, w.Container, w.Image, w.ImageUnknown, w.Moves(), w.Replicas, w.MaxReplicas, w.History, w.RollsBack)
		for _, p := range w.Probes {
			add(p.Place, "probe %s %s every %d", p.Role, p.Path, p.Period)
		}
		for _, m := range w.Mounts {
			add(m.Place, "mount %s of %s", m.Path, m.Secret)
		}
	}
	for _, s := range f.Secrets {
		add(s.Place, "secret %s %s %s %v", s.Resource, s.Name, fills[s.Fill], sortedKeys(s.Keys))
	}
	for _, i := range f.Images {
		add(i.Place, "image of %v, copies %d", i.Packages, len(i.Copied))
	}
	for _, r := range f.Routes {
		add(r.Place, "route %s%s tls %t", r.Host, r.Path, r.TLS)
	}
	for _, c := range f.StatusChecks {
		add(c.Place, "status check by %s repeats %t acts %t", c.By, c.Repeats, c.Acts)
	}
	for _, p := range f.Releases {
		add(p, "release by input")
	}
	for _, p := range f.Templates {
		add(p, "template")
	}
	for _, p := range f.Charts {
		add(p, "chart")
	}
	for _, n := range f.Notices {
		add(n.Place, "notice %s", n.Text)
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n") + "\n"
}

// Each archive holds a repository and, as want, its facts.
func TestRead(t *testing.T) {
	t.Parallel()
	archives, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(archives) == 0 {
		t.Fatal("no archives", err)
	}
	// A key must not stand in the repository.
	key := "pk_" + strings.Repeat("0a1b2c3d4e", 3) + "f567"
	for _, path := range archives {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			t.Parallel()
			a, err := txtar.ParseFile(path)
			if err != nil {
				t.Fatal(err)
			}
			root, want := t.TempDir(), ""
			for _, f := range a.Files {
				if f.Name == "want" {
					want = string(f.Data)
					continue
				}
				to := filepath.Join(root, filepath.FromSlash(f.Name))
				if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
					t.Fatal(err)
				}
				data := strings.ReplaceAll(string(f.Data), "A_REAL_KEY", key)
				if err := os.WriteFile(to, []byte(data), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			ignored := func(p string) bool { return strings.HasSuffix(p, ".ignored.env") }
			got, err := Read(t.Context(), Options{Root: root, Ignored: ignored})
			if err != nil {
				t.Fatal(err)
			}
			text := dump(got, root)
			if strings.Contains(text, key) {
				t.Error("a key is shown")
			}
			if os.Getenv("UPDATE") != "" {
				for i := range a.Files {
					if a.Files[i].Name == "want" {
						a.Files[i].Data = []byte(text)
					}
				}
				if err := os.WriteFile(path, txtar.Format(a), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if text != want {
				t.Errorf("got\n%s\nwant\n%s", text, want)
			}
		})
	}
}

// No input makes the reader panic, and a broken one is at most a notice.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{"", "a: &a [*a]", "apiVersion: v1\nkind: Secret\ndata: {a: !!binary x}\n", "services: {a: {image: 3}}", "{{ x }}", "kind: List\napiVersion: v1\nitems: [1, {kind: Pod, apiVersion: v1, spec: {containers: [{env: 3}]}}]"} {
		f.Add("x.yaml", seed)
	}
	f.Add("x.tf", "resource \"aws_ecs_task_definition\" \"a\" { container_definitions = jsonencode([{ name = var.x }]) }")
	f.Add("Dockerfile", "RUN <<EOF\nx\nEOF\nENV A b\nCOPY .env /")
	f.Add("fly.toml", "app = 'x'\nprimary_region='y'\n[env]\nA='b'\n")
	f.Add("x.service", "[Service]\nEnvironment=A=b\nExecStart=/bin/x\n")
	f.Fuzz(func(t *testing.T, name, text string) {
		if strings.ContainsAny(name, "/\x00") || name == "" || name == "." || name == ".." || len(name) > 100 {
			return
		}
		dir := t.TempDir()
		if os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644) != nil {
			return
		}
		if _, err := Read(t.Context(), Options{Root: dir}); err != nil {
			t.Error(err)
		}
	})
}
