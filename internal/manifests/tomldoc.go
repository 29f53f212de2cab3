package manifests

import (
	"errors"
	"fmt"
	"strconv"

	"github.com/BurntSushi/toml"

	"github.com/klaviyolint/klaviyolint/internal/sidefile"
	"github.com/klaviyolint/klaviyolint/internal/tomlpos"
)

// A tomlDoc is a TOML file with the place of each of its values.
type tomlDoc struct {
	file  *sidefile.File
	root  map[string]any
	index tomlpos.Index
}

func parseTOML(f *sidefile.File) (*tomlDoc, error) {
	d := &tomlDoc{file: f}
	text := string(f.Data)
	if at, deep := tomlpos.TooDeep(text); deep {
		return nil, tooDeep(at)
	}
	if _, err := toml.Decode(text, &d.root); err != nil {
		var pe toml.ParseError
		if errors.As(err, &pe) {
			// The message alone: the error also carries the whole input.
			return nil, &sidefile.SyntaxError{Line: pe.Position.Line, Err: errors.New(pe.Message)}
		}
		return nil, &sidefile.SyntaxError{Line: 1, Err: err}
	}
	d.index = tomlpos.Scan(text)
	return d, nil
}

func tooDeep(at tomlpos.Position) error {
	return &sidefile.SyntaxError{Line: at.Line, Err: fmt.Errorf("keys, arrays and tables nest more than %d deep", tomlpos.MaxDepth)}
}

// table returns the table at a path, or nil.
func (d *tomlDoc) table(path ...string) map[string]any {
	t := d.root
	for _, key := range path {
		t, _ = t[key].(map[string]any)
	}
	return t
}

// element is the path of an element of an array.
func element(path []string, i int) []string {
	return append(path[:len(path):len(path)], strconv.Itoa(i))
}

// place puts a dependency at the value of a path: the content of a string, the
// beginning of anything else. It reports whether the value was found.
func (d *tomlDoc) place(dep *Dependency, path ...string) bool {
	entry, ok := d.index[tomlpos.Path(path...)]
	if !ok {
		return false
	}
	start := d.file.Offset(entry.Value.Line, entry.Value.Col)
	end := start
	if data := d.file.Data; start < len(data) && (data[start] == '"' || data[start] == '\'') {
		start, end = quoted(data, start)
	}
	dep.place(d.file, start, end)
	return true
}

// quoted returns the content of the string whose quote is at i, without its
// quotes, one or three. A string that nothing closes ends with the data.
func quoted(data []byte, i int) (start, end int) {
	quote := data[i]
	start = i + 1
	if i+2 < len(data) && data[i+1] == quote && data[i+2] == quote {
		start = i + 3
	}
	for j := start; j < len(data); j++ {
		switch {
		case data[j] == '\\' && quote == '"':
			j++
		case data[j] == quote && (start == i+1 || j+2 < len(data) && data[j+1] == quote && data[j+2] == quote):
			return start, j
		}
	}
	return start, len(data)
}
