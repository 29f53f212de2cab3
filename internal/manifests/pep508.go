package manifests

import (
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
	"github.com/klaviyolint/klaviyolint/internal/lazy"
)

// requirement is the part of PEP 508 that matters: a name, extras, and what
// says the version; the environment marker is cut off before.
var requirement = lazy.Regexp(`^([A-Za-z0-9][A-Za-z0-9._-]*)\s*(?:\[[^\]]*\])?\s*(.*)$`)

// pythonDependency makes a dependency of a PEP 508 requirement or a URL, when
// it names one of Klaviyo's packages.
// Source: https://peps.python.org/pep-0508/.
func pythonDependency(text string) (Dependency, bool) {
	text, _, _ = strings.Cut(text, ";")
	text = strings.TrimSpace(text)
	d := Dependency{Ecosystem: klaviyo.PyPI}
	if remoteScheme().MatchString(text) || webAddress().MatchString(text) {
		d.Name = packageOfURL(klaviyo.PyPI, text)
		if _, egg, ok := strings.Cut(text, "#egg="); ok {
			d.Name, _, _ = strings.Cut(egg, "&")
		}
		d.Requirement, d.Pin = text, pinURL(text)
		d.Name = canonical(klaviyo.PyPI, d.Name)
		return d, d.Name != ""
	}
	m := requirement().FindStringSubmatch(text)
	if m == nil {
		return d, false
	}
	d.Name, d.Requirement = canonical(klaviyo.PyPI, m[1]), m[2]
	d.Pin, d.Version = pinPython(m[2])
	return d, d.Name != ""
}
