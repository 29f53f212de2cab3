package docs

import (
	"fmt"
	"go/doc"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
)

// The page for contributors holds the table of folders between these lines.
const (
	RoomsBegin = "<!-- rooms:begin -->"
	RoomsEnd   = "<!-- rooms:end -->"
)

// Rooms returns a table of the packages below root, with the first sentence of
// each package's documentation, so that the map always matches the house. The
// passes are one row: the table of rules lists them.
func Rooms(root string) (string, error) {
	rows := map[string]string{}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.IsDir() {
			return err
		}
		rel, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		rel = filepath.ToSlash(rel)
		switch name := d.Name(); {
		case path != root && (name[0] == '.' || name[0] == '_' || name == "testdata" || name == "node_modules"):
			return filepath.SkipDir
		case rel == "passes":
			rows["passes/RULE"] = "One rule: its document (`doc.go`), its policy, its tests."
			return filepath.SkipDir
		}
		if s := synopsis(path); s != "" && rel != "." {
			rows[rel] = s
		}
		return nil
	})
	if err != nil {
		return "", err
	}
	var names []string
	for name := range rows {
		names = append(names, name)
	}
	slices.Sort(names)
	var b strings.Builder
	b.WriteString("| folder | |\n|---|---|\n")
	for _, name := range names {
		fmt.Fprintf(&b, "| `%s` | %s |\n", name, strings.ReplaceAll(rows[name], "|", `\|`))
	}
	return b.String(), nil
}

// synopsis is the first sentence of a package's documentation without the words
// that every such sentence begins with.
func synopsis(dir string) string {
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		return ""
	}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.PackageClauseOnly|parser.ParseComments)
		if err != nil || f.Doc == nil {
			continue
		}
		text := new(doc.Package).Synopsis(f.Doc.Text())
		text = strings.TrimPrefix(text, "Package "+f.Name.Name+" ")
		text = strings.TrimPrefix(strings.NewReplacer("[", "", "]", "").Replace(text), "is ")
		text = strings.TrimSuffix(text, ":")
		if text == "" {
			continue
		}
		return strings.ToUpper(text[:1]) + text[1:]
	}
	return ""
}
