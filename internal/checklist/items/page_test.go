package items_test

import (
	"flag"
	"os"
	"testing"

	"github.com/klaviyolint/klaviyolint/internal/checklist"
	"github.com/klaviyolint/klaviyolint/internal/checklist/items"
	"github.com/klaviyolint/klaviyolint/internal/config"
)

var update = flag.Bool("update", false, "write the generated pages")

// The page and the schemas are those of the items and types.
func TestPages(t *testing.T) {
	for file, want := range map[string]string{
		"../../../docs/checklist.md":          items.Page(),
		"../../../docs/checklist.schema.json": string(checklist.JSONSchema()),
		"../../../docs/inventory.schema.json": string(checklist.InventorySchema()),
	} {
		if *update {
			if err := os.WriteFile(file, []byte(want), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		got, err := os.ReadFile(file)
		if err != nil || string(got) != want {
			t.Errorf("%s is not fresh: go test ./internal/checklist/items -update (%v)", file, err)
		}
	}
}

// The items are those that the configuration knows, in its order, and each has all
// its words.
func TestItems(t *testing.T) {
	docs := items.Docs()
	names := config.ItemNames()
	if len(docs) != len(names) {
		t.Fatalf("%d items, the configuration knows %d", len(docs), len(names))
	}
	for i, d := range docs {
		if d.ID != names[i] {
			t.Errorf("item %d is %s, want %s", i, d.ID, names[i])
		}
		for _, s := range []string{d.Title, d.Why, d.Fix, d.Pass, d.Fail, d.Open} {
			if s == "" {
				t.Errorf("%s lacks words", d.ID)
			}
		}
	}
}
