package readfile

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

func TestRegular(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := func(name string) string { return filepath.Join(dir, name) }
	for name, text := range map[string]string{"empty": "", "small": "0123456789", "large": "0123456789a"} {
		if err := os.WriteFile(path(name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	for _, tt := range []struct {
		name, want string
		is         error
	}{
		{"empty", "", nil},
		{"small", "0123456789", nil},
		{"large", "", ErrTooLarge},
		{"none", "", os.ErrNotExist},
		{".", "", ErrIrregular},
	} {
		data, err := Regular(path(tt.name), 10)
		if !errors.Is(err, tt.is) || string(data) != tt.want {
			t.Errorf("%s: got %q, %v", tt.name, data, err)
		}
		if err != nil && !strings.Contains(err.Error(), filepath.Clean(path(tt.name))) {
			t.Errorf("%s: the error names no file: %v", tt.name, err)
		}
	}
	if runtime.GOOS == "windows" {
		return
	}
	for _, name := range []string{"/dev/null", "/dev/zero", "/dev/stdin"} {
		link := path(filepath.Base(name))
		if err := os.Symlink(name, link); err != nil {
			t.Fatal(err)
		}
		if _, err := Regular(link, 10); err == nil {
			t.Errorf("%s is read", name)
		}
	}
	if err := os.Symlink(path("small"), path("link")); err != nil {
		t.Fatal(err)
	}
	if data, err := Regular(path("link"), 10); err != nil || len(data) != 10 {
		t.Errorf("a link to a regular file: %q, %v", data, err)
	}
}
