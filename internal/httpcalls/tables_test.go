package httpcalls

import (
	"encoding/csv"
	"strings"
	"testing"

	"github.com/klaviyolint/klaviyolint/internal/libraries"
)

// Each row of the table of defaults names its source, and each library whose
// clients are modelled says what it does by default.
func TestLibraryTables(t *testing.T) {
	recs, err := csv.NewReader(strings.NewReader(librariesCSV)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range recs {
		if r[len(r)-1] == "" {
			t.Errorf("libraries.csv: %s has no source", r[0])
		}
	}
	for pkg := range libraries.Known().Clients() {
		if libraryOf(pkg+".New") == nil {
			t.Errorf("libraries.csv does not say what %s does by default", pkg)
		}
	}
}
