package manifests

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/klaviyolint/klaviyolint/internal/sidefile"
)

func TestGoMod(t *testing.T) {
	const pseudo = "v0.0.0-20240322101112-0123456789ab"
	checkEverySpelling(t, "go.mod", `module example.com/shop

go 1.25

require github.com/monetha/go-klaviyo v0.0.9 // klaviyo

require (
	example.com/klaviyo `+pseudo+`
	github.com/developertom01/klaviyo-go `+pseudo+`
	github.com/dinistavares/go-klaviyo-api v2.0.0+incompatible
	github.com/busynose/go-klaviyo v0.0.3
	github.com/monstercat/go-klaviyo `+pseudo+` // indirect
	github.com/developertom01/klaviyo-go-sdk `+pseudo+`
	github.com/noragalvin/goklaviyo `+pseudo+`
)

replace (
	github.com/busynose/go-klaviyo => ../klaviyo
	github.com/developertom01/klaviyo-go-sdk => github.com/shop/klaviyo-go-sdk `+pseudo+`
	github.com/noragalvin/goklaviyo => github.com/shop/goklaviyo v1.2.3
)
`, goMod,
		"5:9-45 github.com/monetha/go-klaviyo exact v0.0.9",
		"9:2-73 github.com/developertom01/klaviyo-go pseudo "+pseudo,
		"10:2-60 github.com/dinistavares/go-klaviyo-api incompatible v2.0.0+incompatible",
		"18:2-46 github.com/busynose/go-klaviyo folder",
		"19:2-111 github.com/developertom01/klaviyo-go-sdk fork "+pseudo,
		"20:2-69 github.com/noragalvin/goklaviyo exact v1.2.3",
	)
}

func TestReplaceByVersion(t *testing.T) {
	f := sidefile.New("go.mod", []byte(`module m
require github.com/monetha/go-klaviyo v0.0.9
replace github.com/monetha/go-klaviyo v0.0.8 => ../other
`))
	deps, err := goMod(f)
	if err != nil || len(deps) != 1 || deps[0].Pin != Exact {
		t.Errorf("a replacement of another version is in force: %q, %v", shown(deps), err)
	}
}

func TestGoSum(t *testing.T) {
	const (
		mod   = "module m\nrequire github.com/monetha/go-klaviyo v0.0.9\n"
		entry = "github.com/monetha/go-klaviyo v0.0.9 h1:x=\n"
	)
	for name, test := range map[string]struct {
		files map[string]string
		want  Lock
	}{
		"none":           {map[string]string{}, LockMissing},
		"listed":         {map[string]string{"m/go.sum": "a v1 h1:y=\n" + entry}, LockPresent},
		"first":          {map[string]string{"m/go.sum": entry}, LockPresent},
		"its go.mod":     {map[string]string{"m/go.sum": "github.com/monetha/go-klaviyo v0.0.9/go.mod h1:x=\n"}, LockMissing},
		"other version":  {map[string]string{"m/go.sum": strings.ReplaceAll(entry, "v0.0.9", "v0.0.8")}, LockMissing},
		"windows":        {map[string]string{"m/go.sum": "a v1 h1:y=\r\n" + strings.ReplaceAll(entry, "\n", "\r\n")}, LockPresent},
		"vendored":       {map[string]string{"m/vendor/modules.txt": "#"}, NoLockNeeded},
		"workspace":      {map[string]string{"go.work": "go 1.25\nuse ./m\n", "go.work.sum": entry}, NoLockNeeded},
		"workspace lack": {map[string]string{"go.work": "go 1.25\nuse ./m\n"}, LockMissing},
	} {
		root := t.TempDir()
		write(t, root, test.files)
		write(t, root, map[string]string{"m/go.mod": mod})
		f, err := sidefile.Read(filepath.Join(root, "m", "go.mod"), sidefile.ManifestLimit)
		if err != nil {
			t.Fatal(err)
		}
		deps, err := goMod(f)
		if err != nil || len(deps) != 1 || deps[0].Lock != test.want {
			t.Errorf("%s: %+v, %v", name, deps, err)
		}
	}
}

func TestBrokenGoMod(t *testing.T) {
	_, err := goMod(sidefile.New("go.mod", []byte("module m\n\nrequire github.com/monetha/go-klaviyo master\n")))
	if err == nil || !strings.HasPrefix(err.Error(), "line 3:") {
		t.Errorf("got %v", err)
	}
}

// write creates files below a folder.
func write(t *testing.T, root string, files map[string]string) {
	t.Helper()
	for name, text := range files {
		path := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// folders returns a folder and all below it, in order.
func folders(t *testing.T, root string) []string {
	t.Helper()
	var dirs []string
	err := filepath.WalkDir(root, func(path string, d os.DirEntry, err error) error {
		if err == nil && d.IsDir() {
			dirs = append(dirs, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(dirs)
	return dirs
}
