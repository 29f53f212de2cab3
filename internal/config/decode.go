package config

import (
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"sort"
	"strconv"
	"strings"
	"time"

	"github.com/BurntSushi/toml"

	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
	"github.com/klaviyolint/klaviyolint/internal/printable"
	"github.com/klaviyolint/klaviyolint/internal/tomlpos"
)

// Position is a place in a file. Both count from 1, columns in bytes.
type Position = tomlpos.Position

// A Mistake is one error in a configuration file, or in settings of a host.
type Mistake struct {
	File string
	Position
	Key     string // instead of File and Position where there is no file
	Message string
}

func (e *Mistake) Error() string {
	if e.Key != "" {
		return e.Key + ": " + e.Message
	}
	return fmt.Sprintf("%s:%d:%d: %s", e.File, e.Line, e.Col, e.Message)
}

// Mistakes are all errors in a configuration file, in its order.
type Mistakes []*Mistake

// Error returns one line for each mistake.
func (es Mistakes) Error() string {
	lines := make([]string, len(es))
	for i, e := range es {
		lines[i] = e.Error()
	}
	return strings.Join(lines, "\n")
}

// Parse reads the text of a configuration file; name stands in its errors. An
// error is of type [Mistakes] and holds every mistake, except that a syntax error
// comes alone: nothing behind it can be trusted.
func Parse(data []byte, name string) (*File, error) {
	text := strings.TrimPrefix(string(data), "\ufeff")
	if strings.HasPrefix(text, "\ufeff") {
		return nil, Mistakes{{File: name, Position: Position{Line: 1, Col: 4}, Message: "a second byte-order mark"}}
	}
	if at, deep := tomlpos.TooDeep(text); deep {
		return nil, Mistakes{{File: name, Position: at, Message: fmt.Sprintf("keys, arrays and tables nest more than %d deep", tomlpos.MaxDepth)}}
	}
	var tree map[string]any
	if _, err := toml.Decode(text, &tree); err != nil {
		return nil, Mistakes{syntaxError(err, name, text)}
	}
	d := newDecoder(name)
	d.index = tomlpos.Scan(text)
	d.table(nil, reflect.ValueOf(d.file).Elem(), tree)
	return d.finish()
}

func newDecoder(name string) *decoder {
	d := &decoder{name: name, file: newFile()}
	d.file.where = map[string]Position{}
	return d
}

func (d *decoder) finish() (*File, error) {
	d.together()
	if len(d.errs) > 0 {
		sort.SliceStable(d.errs, func(i, j int) bool {
			a, b := d.errs[i], d.errs[j]
			return a.Line < b.Line || a.Line == b.Line && a.Col < b.Col
		})
		return nil, d.errs
	}
	return d.file, nil
}

// syntaxError takes the position out of the parser's error. Its offset is
// good to a byte; its line is that of the last key where a value runs over several
// lines.
func syntaxError(err error, name, text string) *Mistake {
	e := &Mistake{File: name, Position: Position{Line: 1, Col: 1}, Message: strings.TrimPrefix(err.Error(), "toml: ")}
	if p := (toml.ParseError{}); errors.As(err, &p) {
		e.Message = p.Message
		before := text[:min(max(p.Position.Start, 0), len(text))]
		e.Line = 1 + strings.Count(before, "\n")
		e.Col = len(before) - strings.LastIndexByte(before, '\n')
	}
	e.Message = printable.Short(e.Message, 200)
	return e
}

// A decoder fills a File from the tree of a parsed text. The parser's own
// decoding stops at the first mistake, and cannot tell the rows of an array of
// tables apart.
type decoder struct {
	name  string
	index tomlpos.Index // nil for a tree that has no text
	file  *File
	errs  Mistakes
}

// failKey and failValue report a mistake where the key or the value stands.
func (d *decoder) failKey(path []string, format string, args ...any) {
	d.fail(path, d.index[tomlpos.Path(path...)].Key, format, args...)
}

func (d *decoder) failValue(path []string, format string, args ...any) {
	d.fail(path, d.index[tomlpos.Path(path...)].Value, format, args...)
}

func (d *decoder) fail(path []string, at Position, format string, args ...any) {
	e := &Mistake{File: d.name, Position: at, Message: fmt.Sprintf(format, args...)}
	if d.index == nil {
		e.Key = keyPath(d.name, path)
	}
	d.errs = append(d.errs, e)
}

// keyPath writes the path of a key the way people do: a.b[0].c.
func keyPath(root string, path []string) string {
	var b strings.Builder
	b.WriteString(root)
	for _, p := range path {
		if _, err := strconv.Atoi(p); err == nil {
			b.WriteString("[" + p + "]")
			continue
		}
		b.WriteString("." + p)
	}
	return b.String()
}

// table fills a struct, and complains about keys that it does not have and
// about those that are missing.
func (d *decoder) table(path []string, to reflect.Value, from map[string]any) {
	fields := map[string]reflect.StructField{}
	var names []string
	var rest *reflect.StructField // takes the tables whose names are no key
	for _, f := range reflect.VisibleFields(to.Type()) {
		if key, ok := f.Tag.Lookup("toml"); ok && key == others {
			rest = &f
		} else if ok {
			fields[key] = f
			names = append(names, key)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(from)) {
		at := append(path[:len(path):len(path)], key)
		f, ok := fields[key]
		if sub, isTable := from[key].(map[string]any); !ok && isTable && rest != nil {
			d.other(at, key, to.FieldByIndex(rest.Index), sub, rest.Tag.Get("check"), names)
			continue
		}
		if !ok {
			d.failKey(at, "unknown key %q%s%s", key, d.inTable(path), didYouMean(key, names))
			continue
		}
		if from[key] == nil {
			continue // a key of YAML with nothing behind it; TOML has none
		}
		d.file.where[strings.Join(at, ".")] = d.index[tomlpos.Path(at...)].Key
		d.value(at, to.FieldByIndex(f.Index), from[key], f.Tag.Get("check"))
	}
	for _, key := range names {
		if from[key] == nil && fields[key].Tag.Get("need") != "" {
			d.failKey(path, "key %q is missing%s", key, d.inTable(path))
		}
	}
}

// others is the key of the field that takes the tables whose names are no key of
// the struct.
const others = "*"

// other decodes one of those tables.
func (d *decoder) other(at []string, key string, to reflect.Value, from map[string]any, check string, names []string) {
	if checks[check](key) != nil {
		near := didYouMean(key, append(names, ItemNames()...))
		d.failKey(at, "unknown key %q%s%s", key, d.inTable(at[:len(at)-1]), near)
		return
	}
	if to.IsNil() {
		to.Set(reflect.MakeMap(to.Type()))
	}
	d.file.where[strings.Join(at, ".")] = d.index[tomlpos.Path(at...)].Key
	v := reflect.New(to.Type().Elem()).Elem()
	d.value(at, v, from, "")
	to.SetMapIndex(reflect.ValueOf(key), v)
}

// inTable names a table in a message, as its header does; a path says it
// already.
func (d *decoder) inTable(path []string) string {
	if d.index == nil {
		return ""
	}
	var words []string
	open, end := "[", "]"
	for _, p := range path {
		if _, err := strconv.Atoi(p); err == nil {
			open, end = "[[", "]]"
			continue
		}
		words = append(words, p)
	}
	if len(words) == 0 {
		return ""
	}
	return " in " + open + strings.Join(words, ".") + end
}

func (d *decoder) value(path []string, to reflect.Value, from any, check string) {
	switch to.Interface().(type) {
	case klaviyo.Day:
		d.day(path, to, from)
		return
	case Severity, Days:
		if s, ok := from.(string); !ok {
			d.mismatch(path, "a string", from)
		} else if err := setText(to, s); err != nil {
			d.failValue(path, "%v", err)
		}
		return
	}
	switch to.Kind() {
	case reflect.Pointer:
		v := reflect.New(to.Type().Elem())
		d.value(path, v.Elem(), from, check)
		to.Set(v)
	case reflect.String:
		if s, ok := from.(string); !ok {
			d.mismatch(path, "a string", from)
		} else if err := checkString(check, s); err != nil {
			d.failValue(path, "%v", err)
		} else {
			to.SetString(s)
		}
	case reflect.Bool:
		if b, ok := from.(bool); !ok {
			d.mismatch(path, "true or false", from)
		} else {
			to.SetBool(b)
		}
	case reflect.Int:
		if n, ok := from.(int64); !ok {
			d.mismatch(path, "an integer", from)
		} else if check == "count" {
			if n < 0 || n > 1_000_000 {
				d.failValue(path, "%s must lie between 0 and 1000000, not %d", strings.Join(path, "."), n)
			} else {
				to.SetInt(n)
			}
		} else if n < 0 || n > 99 {
			d.failValue(path, "position %d of an argument is out of range; count from 0, without the receiver", n)
		} else {
			to.SetInt(n)
		}
	case reflect.Slice:
		d.array(path, to, from, check)
	case reflect.Map:
		d.mapOf(path, to, from, check)
	case reflect.Struct:
		if t, ok := from.(map[string]any); !ok {
			d.mismatch(path, "a table", from)
		} else {
			d.table(path, to, t)
		}
	default:
		panic("config: no decoding for " + to.Type().String())
	}
}

func setText(to reflect.Value, s string) (err error) {
	switch to := to.Addr().Interface().(type) {
	case *Severity:
		*to, err = ParseSeverity(s)
	case *Days:
		*to, err = parseDays(s)
	}
	return err
}

// day accepts a TOML date and a string, since people write both.
func (d *decoder) day(path []string, to reflect.Value, from any) {
	s, ok := from.(string)
	if t, isTime := from.(time.Time); isTime {
		// A time of day would suggest that it matters.
		if t.Location().String() != "date-local" {
			d.failValue(path, "%s must be a date without a time of day, as in 2026-11-23", strings.Join(path, "."))
			return
		}
		s, ok = t.Format(time.DateOnly), true
	}
	if !ok {
		d.mismatch(path, "a date", from)
		return
	}
	v, err := klaviyo.ParseDay(s)
	if err != nil {
		d.failValue(path, "%v", err)
		return
	}
	to.Set(reflect.ValueOf(v))
}

func (d *decoder) array(path []string, to reflect.Value, from any, check string) {
	var elements []any
	switch from := from.(type) {
	case []any:
		elements = from
	case []map[string]any:
		for _, e := range from {
			elements = append(elements, e)
		}
	default:
		d.mismatch(path, "an array", from)
		return
	}
	list := reflect.MakeSlice(to.Type(), len(elements), len(elements))
	for i, e := range elements {
		if m, ok := list.Index(i).Addr().Interface().(*Model); ok {
			*m = Model{URL: NoArg, Arg: NoArg, Body: NoArg, Key: NoArg, Value: NoArg}
		}
		if m, ok := list.Index(i).Addr().Interface().(*ChecklistModel); ok {
			m.Arg = NoArg
		}
		d.value(append(path[:len(path):len(path)], strconv.Itoa(i)), list.Index(i), e, check)
	}
	to.Set(list)
}

func (d *decoder) mapOf(path []string, to reflect.Value, from any, check string) {
	table, ok := from.(map[string]any)
	if !ok {
		d.mismatch(path, "a table", from)
		return
	}
	to.Set(reflect.MakeMap(to.Type()))
	for _, key := range slices.Sorted(maps.Keys(table)) {
		at := append(path[:len(path):len(path)], key)
		if err := checkString(check, key); err != nil {
			d.failKey(at, "%v", err)
			continue
		}
		v := reflect.New(to.Type().Elem()).Elem()
		d.file.where[strings.Join(at, ".")] = d.index[tomlpos.Path(at...)].Key
		d.value(at, v, table[key], "")
		to.SetMapIndex(reflect.ValueOf(key), v)
	}
}

func (d *decoder) mismatch(path []string, want string, got any) {
	name := strings.Join(path, ".")
	if i := strings.LastIndexByte(name, '.'); i >= 0 {
		if _, err := strconv.Atoi(name[i+1:]); err == nil {
			name = "an element of " + name[:i]
		}
	}
	d.failValue(path, "%s must be %s, not %s", name, want, kindOf(got))
}

func kindOf(v any) string {
	switch v.(type) {
	case string:
		return "a string"
	case bool:
		return "a boolean"
	case int64:
		return "an integer"
	case float64:
		return "a float"
	case time.Time:
		return "a date or time"
	case map[string]any:
		return "a table"
	case nil:
		return "nothing"
	}
	return "an array"
}
