package httpcalls

import (
	"encoding/csv"
	"slices"
	"strings"
	"testing"
)

// Each row of the tables of libraries names its source, and each library whose
// clients are modelled says what it does by default.
func TestLibraryTables(t *testing.T) {
	for name, text := range map[string]string{"libraries.csv": librariesCSV, "retriers.csv": retriersCSV} {
		recs, err := csv.NewReader(strings.NewReader(text)).ReadAll()
		if err != nil {
			t.Fatal(name, err)
		}
		for _, r := range recs {
			if r[len(r)-1] == "" {
				t.Errorf("%s: %s has no source", name, r[0])
			}
		}
	}
	for pkg := range clientPackages() {
		if pkg != "net/http" && libraries()[pkg] == nil {
			t.Errorf("libraries.csv does not say what %s does by default", pkg)
		}
	}
	for name, row := range retriers() {
		if !slices.Contains([]string{"retry", "retry-marked", "permanent", "mark", "choose"}, row.role) {
			t.Errorf("%s has the role %q", name, row.role)
		}
	}
}
