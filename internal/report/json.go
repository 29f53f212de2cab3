package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
)

// The types of `go vet -json`, which are internal to x/tools.
type (
	jsonTree       map[string]map[string][]jsonDiagnostic // package, analyzer
	jsonDiagnostic struct {
		Category       string    `json:"category,omitempty"`
		Posn           string    `json:"posn"`
		End            string    `json:"end"`
		Message        string    `json:"message"`
		SuggestedFixes []jsonFix `json:"suggested_fixes,omitempty"`
	}
	jsonFix struct {
		Message string     `json:"message"`
		Edits   []jsonEdit `json:"edits"`
	}
	jsonEdit struct {
		Filename string `json:"filename"`
		Start    int    `json:"start"`
		End      int    `json:"end"`
		New      string `json:"new"`
	}
)

// JSON prints findings in the schema of `go vet -json`: a map from package to
// analyzer to diagnostics. Findings of no package stand under the module's
// path.
func JSON(w io.Writer, _ View, fs []Finding) error {
	tree := jsonTree{}
	for _, f := range fs {
		if tree[f.Package] == nil {
			tree[f.Package] = map[string][]jsonDiagnostic{}
		}
		d := jsonDiagnostic{
			Category: f.Kind,
			Posn:     fmt.Sprintf("%s:%d:%d", f.File, f.Line, f.Col),
			End:      fmt.Sprintf("%s:%d:%d", f.File, f.EndLine, f.EndCol),
			Message:  f.Message,
		}
		if fix := f.Fix.shown(); fix != nil {
			jf := jsonFix{Message: fix.Message}
			for _, e := range fix.Edits {
				jf.Edits = append(jf.Edits, jsonEdit{e.File, e.Start, e.End, e.New})
			}
			d.SuggestedFixes = []jsonFix{jf}
		}
		tree[f.Package][f.Rule] = append(tree[f.Package][f.Rule], d)
	}
	return writeJSON(w, tree)
}

// writeJSON prints one masked JSON document, for people to read too.
func writeJSON(w io.Writer, doc any) error {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetIndent("", "\t")
	enc.SetEscapeHTML(false)
	if err := enc.Encode(doc); err != nil {
		return err
	}
	_, err := maskWriter{w}.Write(buf.Bytes())
	return err
}

// shown returns the fix unless an edit of it spells out a key: masked it would
// write the mask into the file, and unmasked it would print the key.
func (f *Fix) shown() *Fix {
	if f == nil {
		return nil
	}
	for _, e := range f.Edits {
		if holdsKey(e.New) {
			return nil
		}
	}
	return f
}
