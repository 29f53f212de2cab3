package secrets_test

import (
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
	"github.com/klaviyolint/klaviyolint/internal/secrets"
)

func TestEmbeddedKeys(t *testing.T) {
	key := "pk_" + fmt.Sprintf("%x", sha256.Sum256([]byte(t.Name())))[:34]
	root := t.TempDir()
	write := func(name, text string) {
		t.Helper()
		name = filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	const embeds = "package p\n\nimport \"embed\"\n\n//go:embed all:conf *.env\nvar files embed.FS\n"
	write("app/p.go", embeds)
	write("app/conf/.klaviyo.json", "{}\n")
	write("app/prod.env", "KLAVIYO_PRIVATE_KEY=\n")
	write("app/other.txt", "KLAVIYO_PRIVATE_KEY="+key+"\n")
	write("testdata/p.go", embeds)
	write("testdata/a.env", "KLAVIYO_PRIVATE_KEY="+key+"\n")
	if got := secrets.EmbeddedKeys(root); got != nil {
		t.Errorf("got %q, want none", got)
	}
	write("app/conf/.klaviyo.json", "{\n\t\"key\": \""+key+"\"\n}\n")
	write("app/prod.env", "\nKLAVIYO_PRIVATE_KEY="+key+"\n")
	got := secrets.EmbeddedKeys(root)
	want := []string{"app/conf/.klaviyo.json:2:10: " + klaviyo.Mask(key), "app/prod.env:2:21: " + klaviyo.Mask(key)}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
