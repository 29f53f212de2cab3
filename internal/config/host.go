package config

import (
	"encoding"
	"errors"
	"fmt"
	"math"
	"path/filepath"
	"reflect"
	"time"
)

// FromHost returns the settings for packages in dir where a host has read them
// from a configuration of its own, such as the YAML of golangci-lint. The tree
// holds either the keys of the file, or "config" alone: the name of a file,
// relative to the root of the workspace or module. Without any key the settings
// are those of the file that [Find] finds. where is the path of the tree in the
// host's configuration; it heads the keys in errors, which are [Mistakes].
//
// Like -config-inline, keys stand in for the file and are not merged with it.
func FromHost(tree any, where, dir string) (*Settings, error) {
	table, ok := plainTree(tree).(map[string]any)
	if !ok && tree != nil {
		return nil, Mistakes{{Key: where, Message: fmt.Sprintf("must be a table, not %s", kindOf(plainTree(tree)))}}
	}
	d := newDecoder(where)
	in := hostTree{File: d.file}
	d.table(nil, reflect.ValueOf(&in).Elem(), table)
	f, err := d.finish()
	if in.Config != "" && len(table) > 1 {
		return nil, Mistakes{{Key: where + ".config", Message: "names a file, which is not merged with other keys; move them there"}}
	}
	if err != nil {
		return nil, err
	}
	file := in.Config
	switch {
	case len(f.where) == 0:
		return InForce(dir)
	case file != "" && !filepath.IsAbs(file):
		file = filepath.Join(rootOf(dir), filepath.FromSlash(file))
	}
	if file != "" {
		s, err := load(file, dir)
		if mistakes := (Mistakes)(nil); err != nil && !errors.As(err, &mistakes) && in.Config != "" {
			return nil, Mistakes{{Key: where + ".config", Message: err.Error()}}
		}
		return s, err
	}
	s := newSettings(f)
	s.Root = rootOf(dir)
	for key := range f.where {
		s.Sources[key] = where + "." + key
	}
	return s, nil
}

// hostTree is what the tree of a host may say.
type hostTree struct {
	Config string `toml:"config"`
	*File
}

// plainTree makes a tree that was decoded from YAML or JSON what decoding TOML would
// have made of the same words. A date of YAML becomes a string: where strings are
// asked for (revision.target), people write dates without quotes.
func plainTree(v any) any {
	switch v := v.(type) {
	case nil, bool, string, int64:
		return v
	case time.Time:
		if v.Equal(v.Truncate(24 * time.Hour)) {
			return v.UTC().Format(time.DateOnly)
		}
		return v
	case encoding.TextMarshaler:
		if text, err := v.MarshalText(); err == nil {
			return string(text)
		}
		return v
	case float64:
		if v == math.Trunc(v) && math.Abs(v) < 1<<53 { // JSON knows no integers
			return int64(v)
		}
		return v
	}
	switch r := reflect.ValueOf(v); r.Kind() {
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32:
		return r.Int()
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return int64(min(r.Uint(), math.MaxInt64))
	case reflect.Slice:
		list := make([]any, r.Len())
		for i := range list {
			list[i] = plainTree(r.Index(i).Interface())
		}
		return list
	case reflect.Map:
		table := make(map[string]any, r.Len())
		for _, k := range r.MapKeys() {
			table[fmt.Sprint(k.Interface())] = plainTree(r.MapIndex(k).Interface())
		}
		return table
	}
	return v
}
