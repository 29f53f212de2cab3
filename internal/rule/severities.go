package rule

import (
	"slices"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/config"
)

// Severities names all severities of a rule's findings, gravest first, leaving
// out those that strict alone reports.
func (d *Document) Severities() string {
	all := []config.Severity{d.Severity}
	for _, k := range d.Kinds {
		if !k.Strict {
			all = append(all, k.Severity)
		}
	}
	slices.Sort(all)
	slices.Reverse(all)
	var words []string
	for _, s := range slices.Compact(all) {
		words = append(words, s.String())
	}
	return strings.Join(words, ", ")
}
