package sidefile

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// A SyntaxError is what makes a file unreadable for its parser.
type SyntaxError struct {
	Line int
	Err  error
}

func (e *SyntaxError) Error() string { return fmt.Sprintf("line %d: %v", e.Line, e.Err) }

// Unwrap returns the parser's own error.
func (e *SyntaxError) Unwrap() error { return e.Err }

// A JSONString is one string value of a JSON file.
type JSONString struct {
	// Path holds the keys that lead to the value; "" stands for an element of
	// an array. It is valid during the call only.
	Path       []string
	Value      string
	Start, End int // of the value with its quotes, in Data
}

// JSONStrings calls visit for every string value of a JSON file, in order,
// until visit returns false. Values up to a syntax error are visited; the
// error is a *[SyntaxError].
func (f *File) JSONStrings(visit func(JSONString) bool) error {
	dec := json.NewDecoder(bytes.NewReader(f.Data))
	// Numbers stay text: nobody asks for their value, and one out of the range
	// of a float would be an error.
	dec.UseNumber()
	type level struct {
		object, key bool // an object; the next string is a key
	}
	var (
		levels []level
		path   []string
	)
	for {
		before := int(dec.InputOffset())
		token, err := dec.Token()
		if err != nil {
			return f.jsonError(err, len(levels) > 0)
		}
		top := len(levels) - 1
		switch v := token.(type) {
		case json.Delim:
			switch v {
			case '{', '[':
				levels = append(levels, level{v == '{', v == '{'})
				path = append(path, "")
				continue
			}
			levels, path = levels[:top], path[:len(path)-1]
			top--
		case string:
			if top >= 0 && levels[top].object && levels[top].key {
				path[top], levels[top].key = v, false
				continue
			}
			start := f.skipJSONSpace(before)
			if !visit(JSONString{path, v, start, int(dec.InputOffset())}) {
				return nil
			}
		}
		// A value ended: in an object, a key comes next.
		if top >= 0 {
			levels[top].key = levels[top].object
		}
	}
}

// skipJSONSpace returns the offset of the token that begins at or after i. The
// decoder's offset is the end of the last token, so what separates the two is
// skipped too.
func (f *File) skipJSONSpace(i int) int {
	for i < len(f.Data) && bytes.IndexByte([]byte(" \t\r\n,:"), f.Data[i]) >= 0 {
		i++
	}
	return i
}

func (f *File) jsonError(err error, open bool) error {
	var syntax *json.SyntaxError
	switch {
	case errors.Is(err, io.EOF) && !open:
		return nil
	case errors.As(err, &syntax):
		// The decoder's offset is that of the character at fault between two
		// values, and the one behind it inside a value.
		line, _ := f.Position(f.skipJSONSpace(max(0, int(syntax.Offset)-1)))
		return &SyntaxError{line, syntax}
	}
	line, _ := f.Position(len(f.Data))
	return &SyntaxError{line, errors.New("unexpected end of JSON input")}
}
