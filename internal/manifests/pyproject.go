package manifests

import (
	"maps"
	"slices"

	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
	"github.com/klaviyolint/klaviyolint/internal/sidefile"
)

// pyproject returns the Klaviyo packages in a pyproject.toml: arrays of PEP
// 508 strings (PEP 621, PEP 735, uv, PDM, Hatch) and tables of Poetry's.
func pyproject(f *sidefile.File) ([]Dependency, error) {
	doc, err := parseTOML(f)
	if err != nil {
		return nil, err
	}
	p := pyReader{doc: doc}
	p.array("project", "dependencies")
	p.arrays("project", "optional-dependencies")
	p.arrays("dependency-groups")
	p.array("tool", "uv", "dev-dependencies")
	p.arrays("tool", "pdm", "dev-dependencies")
	for _, env := range keys(doc.table("tool", "hatch", "envs")) {
		p.array("tool", "hatch", "envs", env, "dependencies")
		p.array("tool", "hatch", "envs", env, "extra-dependencies")
	}
	p.poetry("tool", "poetry", "dependencies")
	p.poetry("tool", "poetry", "dev-dependencies")
	for _, group := range keys(doc.table("tool", "poetry", "group")) {
		p.poetry("tool", "poetry", "group", group, "dependencies")
	}
	p.uvSources()
	for i := range p.deps {
		p.deps[i].Lock = LockMissing
	}
	return p.deps, nil
}

// pipfile returns the Klaviyo packages in a Pipfile.
// Source: https://pipenv.pypa.io/en/latest/pipfile.html.
func pipfile(f *sidefile.File) ([]Dependency, error) {
	doc, err := parseTOML(f)
	if err != nil {
		return nil, err
	}
	p := pyReader{doc: doc}
	// Every table but these two kinds is a category of packages.
	for _, table := range keys(doc.root) {
		if table != "source" && table != "requires" && table != "scripts" && table != "pipenv" {
			p.poetry(table)
		}
	}
	for i := range p.deps {
		p.deps[i].Lock = LockMissing
	}
	return p.deps, nil
}

// pinTable judges a version in a table of Poetry's or Pipenv's: a specifier of
// PEP 440 or one of Poetry's carets and tildes, but a bare version means itself.
func pinTable(req string) (Pin, string) {
	if pin, version := pinLoose(req); pin == Exact {
		return pin, version
	}
	return pinPython(req)
}

type pyReader struct {
	doc  *tomlDoc
	deps []Dependency
}

// arrays reads every array of requirements in a table.
func (p *pyReader) arrays(path ...string) {
	for _, key := range keys(p.doc.table(path...)) {
		p.array(append(slices.Clone(path), key)...)
	}
}

// array reads an array of requirements.
func (p *pyReader) array(path ...string) {
	last := len(path) - 1
	elements, _ := p.doc.table(path[:last]...)[path[last]].([]any)
	for i, e := range elements {
		text, _ := e.(string)
		d, ok := pythonDependency(text)
		if ok && p.doc.place(&d, element(path, i)...) {
			p.deps = append(p.deps, d)
		}
	}
}

// poetry reads a table from names to versions, or to tables with a version or
// a source.
func (p *pyReader) poetry(path ...string) {
	table := p.doc.table(path...)
	for _, name := range keys(table) {
		if knownPackage(klaviyo.PyPI, name) != nil {
			p.entry(name, table[name], append(slices.Clone(path), name))
		}
	}
}

func (p *pyReader) entry(name string, value any, path []string) {
	d := Dependency{Ecosystem: klaviyo.PyPI, Name: canonical(klaviyo.PyPI, name)}
	switch v := value.(type) {
	case string:
		d.Requirement = v
		d.Pin, d.Version = pinTable(v)
	case map[string]any:
		var key string
		d.Requirement, d.Pin, d.Version, key = source(v)
		if key != "" {
			path = append(path, key)
		}
	case []any, []map[string]any:
		// Several versions for several platforms: more than one, whatever they
		// are.
		d.Pin = Range
	default:
		return
	}
	if p.doc.place(&d, path...) {
		p.deps = append(p.deps, d)
	}
}

// source judges an entry that is a table, and returns the key that decides.
func source(t map[string]any) (req string, pin Pin, version, key string) {
	for _, s := range []struct {
		key string
		pin Pin
	}{{"git", VCS}, {"url", Archive}, {"path", Folder}, {"file", Folder}} {
		if v, ok := t[s.key].(string); ok {
			return v, s.pin, "", s.key
		}
	}
	req, ok := t["version"].(string)
	if !ok {
		return "", AnyVersion, "", ""
	}
	pin, version = pinTable(req)
	return req, pin, version, "version"
}

// uvSources reads where uv takes a package from instead of a registry. That
// entry then decides, and not the requirement in the array.
// Source: https://docs.astral.sh/uv/concepts/projects/dependencies/#dependency-sources.
func (p *pyReader) uvSources() {
	path := []string{"tool", "uv", "sources"}
	for _, name := range keys(p.doc.table(path...)) {
		from, ok := p.doc.table(path...)[name].(map[string]any)
		if knownPackage(klaviyo.PyPI, name) == nil || !ok {
			continue
		}
		if _, pin, _, key := source(from); key == "" || pin == AnyVersion {
			continue // an index or a workspace member: the requirement decides
		}
		p.deps = slices.DeleteFunc(p.deps, func(d Dependency) bool {
			return d.Name == canonical(klaviyo.PyPI, name)
		})
		p.entry(name, from, append(slices.Clone(path), name))
	}
}

// keys returns the keys of a table in order.
func keys(t map[string]any) []string { return slices.Sorted(maps.Keys(t)) }
