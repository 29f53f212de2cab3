package config

import (
	"reflect"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
)

// A Key is one key of the configuration file, as the tags of [File] tell it.
type Key struct {
	Table   string // header of its table as it is written, "" for the top level
	Name    string
	Type    string // in words
	Default string // as TOML; "" when an absent key means something of its own
	Example string // as TOML
	Doc     string // Markdown
	Check   string // what its strings must be; a name in checks
	Needed  bool

	field reflect.Type
}

// Path returns the key with its table, as in "revision.target".
func (k *Key) Path() string {
	table := strings.Trim(k.Table, "[]")
	if table == "" {
		return k.Name
	}
	return table + "." + k.Name
}

// A Table is one table of the configuration file.
type Table struct {
	Header string // "[client]"; "" for the top level
	Doc    string // Markdown
	Keys   []Key
}

// Tables lists all tables in the order of the documentation.
func Tables() []Table {
	return tables(reflect.TypeFor[File](), "", "")
}

func tables(typ reflect.Type, name, doc string) []Table {
	t := Table{Header: header(name), Doc: doc}
	var inner []Table
	for _, f := range reflect.VisibleFields(typ) {
		tag := f.Tag.Get("toml")
		if tag == "" {
			continue
		}
		path := strings.TrimPrefix(name+"."+tag, ".")
		text := markdown(f.Tag.Get("doc"))
		switch {
		case f.Type.Kind() == reflect.Struct && f.Type != reflect.TypeFor[klaviyo.Day]():
			inner = append(inner, tables(f.Type, path, text)...)
		case tag == others:
			inner = append(inner, tables(f.Type.Elem(), name+".ID", text)...)
		case f.Type.Kind() == reflect.Map && f.Type.Elem().Kind() == reflect.Struct:
			inner = append(inner, tables(f.Type.Elem(), path+".NAME", text)...)
		case isRows(f.Type):
			rows := tables(f.Type.Elem(), path, text)
			rows[0].Header = "[[" + path + "]]"
			for i := range rows[0].Keys {
				rows[0].Keys[i].Table = rows[0].Header
			}
			inner = append(inner, rows...)
		default:
			t.Keys = append(t.Keys, Key{
				Table:   t.Header,
				Name:    tag,
				Type:    typeName(f.Type),
				Default: quoted(f.Tag.Get("default")),
				Example: quoted(f.Tag.Get("example")),
				Doc:     text,
				Check:   f.Tag.Get("check"),
				Needed:  f.Tag.Get("need") != "",
				field:   f.Type,
			})
		}
	}
	return append([]Table{t}, inner...)
}

// isRows reports whether a type is that of an array of tables.
func isRows(t reflect.Type) bool {
	return t.Kind() == reflect.Slice && t.Elem().Kind() == reflect.Struct
}

func header(name string) string {
	if name == "" {
		return ""
	}
	return "[" + name + "]"
}

func typeName(t reflect.Type) string {
	switch t {
	case reflect.TypeFor[klaviyo.Day]():
		return "date"
	case reflect.TypeFor[Severity](), reflect.TypeFor[*Severity](), reflect.TypeFor[Days]():
		return "string"
	}
	switch t.Kind() {
	case reflect.Bool:
		return "boolean"
	case reflect.Int:
		return "integer"
	case reflect.Slice:
		return "array of strings"
	case reflect.Map:
		return "table of strings"
	}
	return "string"
}

// quoted gives the strings of a tag, where double quotes would need escapes,
// the quotes that people write.
func quoted(toml string) string { return strings.ReplaceAll(toml, "'", `"`) }

// markdown turns the 'code' of a tag, where backquotes cannot stand, into code.
// An apostrophe inside a word is none: the closing one of code ends a word.
func markdown(doc string) string {
	var b strings.Builder
	for {
		from := strings.IndexByte(doc, '\'')
		if from < 0 {
			b.WriteString(doc)
			return b.String()
		}
		to := strings.IndexAny(doc[from+1:], "' ")
		if from > 0 && doc[from-1] != ' ' && doc[from-1] != '(' || to < 0 || doc[from+1+to] == ' ' {
			b.WriteString(doc[:from+1])
			doc = doc[from+1:]
			continue
		}
		b.WriteString(doc[:from] + "`" + doc[from+1:from+1+to] + "`")
		doc = doc[from+to+2:]
	}
}
