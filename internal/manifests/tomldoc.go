package manifests

import (
	"bytes"
	"errors"

	"github.com/BurntSushi/toml"

	"github.com/klaviyolint/klaviyolint/internal/sidefile"
)

// A tomlDoc is a TOML file with the place of each of its values.
type tomlDoc struct {
	file  *sidefile.File
	root  map[string]any
	parts map[string]toml.Primitive // the same, not decoded: it knows places
	meta  toml.MetaData
}

func parseTOML(f *sidefile.File) (*tomlDoc, error) {
	d := &tomlDoc{file: f}
	text := string(f.Data)
	if _, err := toml.Decode(text, &d.root); err != nil {
		return nil, tomlError(err)
	}
	meta, err := toml.Decode(text, &d.parts)
	if err != nil {
		return nil, tomlError(err)
	}
	d.meta = meta
	return d, nil
}

func tomlError(err error) error {
	var pe toml.ParseError
	if errors.As(err, &pe) {
		// Without the input, which the error's own text never shows but carries.
		return &sidefile.SyntaxError{Line: pe.Position.Line, Err: errors.New(pe.Message)}
	}
	return &sidefile.SyntaxError{Line: 1, Err: err}
}

// table returns the table at a path, or nil.
func (d *tomlDoc) table(path ...string) map[string]any {
	t := d.root
	for _, key := range path {
		t, _ = t[key].(map[string]any)
	}
	return t
}

// where is a value that refuses to be decoded: the library's error then says
// where the value stands, which is its only way to tell.
type where struct{}

var errHere = errors.New("here")

func (*where) UnmarshalTOML(any) error { return errHere }

// offset returns the offset at which the value of a key begins, or -1; in an
// inline table, that of the key.
func (d *tomlDoc) offset(path ...string) int {
	at := d.parts
	for _, key := range path[:len(path)-1] {
		next := make(map[string]toml.Primitive)
		if err := d.meta.PrimitiveDecode(at[key], &next); err != nil {
			return -1
		}
		at = next
	}
	value, ok := at[path[len(path)-1]]
	if !ok {
		return -1
	}
	var pe toml.ParseError
	if err := d.meta.PrimitiveDecode(value, &where{}); !errors.As(err, &pe) {
		return -1
	}
	return d.opening(pe.Position.Start)
}

// opening steps back over what opens a value: the library's place of a string
// or an array is that of its content.
func (d *tomlDoc) opening(at int) int {
	before := d.file.Data[:min(at, len(d.file.Data))]
	switch {
	case bytes.HasSuffix(before, []byte(`"""`)) || bytes.HasSuffix(before, []byte(`'''`)):
		return at - 3
	case len(before) > 0 && bytes.IndexByte([]byte(`"'[{`), before[len(before)-1]) >= 0:
		return at - 1
	}
	return at
}

// A span is the content of a TOML string, without its quotes.
type span struct{ start, end int }

// strings returns the strings of the value that begins at an offset: that of a
// string, those of an array or an inline table. The library has accepted the
// file, so a string ends where its quote says.
func (d *tomlDoc) strings(offset int) []span {
	var (
		data  = d.file.Data
		found []span
		depth = 0
	)
	for i := offset; i < len(data); i++ {
		switch c := data[i]; c {
		case '"', '\'':
			s, next := tomlString(data, i)
			found = append(found, s)
			i = next - 1
		case '#':
			for i+1 < len(data) && data[i+1] != '\n' {
				i++
			}
		case '[', '{':
			depth++
		case ']', '}':
			depth--
		case '\n':
			if depth == 0 {
				return found
			}
			continue
		default:
			continue
		}
		if depth <= 0 {
			return found
		}
	}
	return found
}

// tomlString returns the content of the string whose quote is at i, and the
// offset behind it.
func tomlString(data []byte, i int) (span, int) {
	quote := data[i]
	width := 1
	if i+2 < len(data) && data[i+1] == quote && data[i+2] == quote {
		width = 3
	}
	start := i + width
	for j := start; j < len(data); j++ {
		if data[j] == '\\' && quote == '"' {
			j++
			continue
		}
		if data[j] == quote && (width == 1 || j+2 < len(data) && data[j+1] == quote && data[j+2] == quote) {
			return span{start, j}, j + width
		}
	}
	return span{start, len(data)}, len(data)
}
