package stdlib

import (
	"encoding/hex"
	"net/http"
	"net/url"
	"path"
	"strconv"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/flow"
)

// maxExact bounds how many combinations of arguments are computed.
const maxExact = 16

// Number returns the integer that a value exactly is.
func Number(v flow.Value) (int64, bool) {
	if len(v) == 1 && v[0].Kind == flow.IntK && v[0].Origin.Kind == "" {
		return v[0].Int, true
	}
	return 0, false
}

// constants lists what an argument may be, as Go values: strings, numbers and
// truth values. ok is false where one of them is not known.
func constants(v flow.Value) (out []any, ok bool) {
	for _, a := range v {
		switch {
		case a.Kind == flow.TextK:
			s, known := a.Text.Const()
			if !known {
				return nil, false
			}
			out = append(out, s)
		case a.Kind == flow.IntK && a.Origin.Kind == "":
			out = append(out, a.Int)
		case a.Kind == flow.BoolK:
			out = append(out, a.Int == 1)
		default:
			return nil, false
		}
	}
	return out, len(out) > 0
}

// constant makes a value of a Go value.
func constant(x any) flow.Value {
	switch x := x.(type) {
	case string:
		return flow.TextValue(x)
	case bool:
		return flow.BoolValue(x)
	case int:
		return flow.IntValue(int64(x))
	case int64:
		return flow.IntValue(x)
	case error:
		return flow.UnknownFrom(flow.Origin{Kind: "error"}, "error")
	}
	return flow.NilValue()
}

// exact makes an intrinsic of a function: where all arguments are known, it is
// called, for every combination of what they may be. Other calls are left to
// whoever knows more. A function that cannot take its arguments returns nil.
func exact(f func(args []any) []any) flow.Intrinsic {
	return func(c *flow.Call) ([]flow.Value, bool) {
		if c.Node.Ellipsis {
			return nil, false
		}
		combinations := [][]any{nil}
		for _, a := range c.Args {
			xs, ok := constants(a)
			if !ok || len(xs)*len(combinations) > maxExact {
				return nil, false
			}
			var next [][]any
			for _, args := range combinations {
				for _, x := range xs {
					next = append(next, append(args[:len(args):len(args)], x))
				}
			}
			combinations = next
		}
		var out []flow.Value
		for _, args := range combinations {
			rs := f(args)
			if rs == nil {
				return nil, false
			}
			if out == nil {
				out = make([]flow.Value, len(rs))
			}
			for i, r := range rs {
				out[i] = flow.Join(out[i], constant(r))
			}
		}
		return out, true
	}
}

// arg returns an argument as a type that its function takes.
func arg[T any](args []any, i int) (x T) {
	if i < len(args) {
		x, _ = args[i].(T)
	}
	return x
}

func str1(f func(string) string) flow.Intrinsic {
	return exact(func(a []any) []any { return []any{f(arg[string](a, 0))} })
}

func str2[T any](f func(string, string) T) flow.Intrinsic {
	return exact(func(a []any) []any { return []any{f(arg[string](a, 0), arg[string](a, 1))} })
}

func strByte(f func(string, byte) int) flow.Intrinsic {
	return exact(func(a []any) []any { return []any{f(arg[string](a, 0), byte(arg[int64](a, 1)))} })
}

// addExact knows functions that are computed, or not known at all.
func addExact(m map[string]flow.Intrinsic) {
	m["strings.Index"], m["strings.LastIndex"] = str2(strings.Index), str2(strings.LastIndex)
	m["strings.IndexAny"], m["strings.Count"], m["strings.Compare"] = str2(strings.IndexAny), str2(strings.Count), str2(strings.Compare)
	m["strings.IndexByte"], m["strings.LastIndexByte"] = strByte(strings.IndexByte), strByte(strings.LastIndexByte)
	m["strings.ContainsRune"] = exact(func(a []any) []any { return []any{strings.ContainsRune(arg[string](a, 0), rune(arg[int64](a, 1)))} })
	m["strings.ContainsAny"] = str2(strings.ContainsAny)
	m["path.Base"], m["path.Dir"], m["path.Clean"], m["path.Ext"] = str1(path.Base), str1(path.Dir), str1(path.Clean), str1(path.Ext)
	m["net/http.CanonicalHeaderKey"], m["net/textproto.CanonicalMIMEHeaderKey"] = str1(http.CanonicalHeaderKey), str1(http.CanonicalHeaderKey)
	m["encoding/hex.EncodeToString"] = str1(func(s string) string { return hex.EncodeToString([]byte(s)) })
	unescape := func(f func(string) (string, error)) flow.Intrinsic {
		return exact(func(a []any) []any {
			s, err := f(arg[string](a, 0))
			if err != nil {
				return []any{s, err}
			}
			return []any{s, nil}
		})
	}
	m["net/url.PathUnescape"], m["net/url.QueryUnescape"] = unescape(url.PathUnescape), unescape(url.QueryUnescape)
	m["strconv.Unquote"] = unescape(strconv.Unquote)
	m["strconv.FormatInt"] = exact(func(a []any) []any {
		base := arg[int64](a, 1)
		if base < 2 || base > 36 {
			return nil
		}
		return []any{strconv.FormatInt(arg[int64](a, 0), int(base))}
	})
	m["strconv.FormatUint"] = exact(func(a []any) []any {
		base, x := arg[int64](a, 1), arg[int64](a, 0)
		if base < 2 || base > 36 || x < 0 {
			return nil
		}
		return []any{strconv.FormatInt(x, int(base))}
	})
	m["strconv.FormatBool"] = exact(func(a []any) []any { return []any{strconv.FormatBool(arg[bool](a, 0))} })
	m["strconv.Atoi"] = exact(func(a []any) []any {
		n, err := strconv.Atoi(arg[string](a, 0))
		if err != nil {
			return []any{n, err}
		}
		return []any{n, nil}
	})
	m["strconv.ParseBool"] = exact(func(a []any) []any {
		b, err := strconv.ParseBool(arg[string](a, 0))
		if err != nil {
			return []any{b, err}
		}
		return []any{b, nil}
	})
	m["cmp.Compare"] = exact(func(a []any) []any {
		switch x := a[0].(type) {
		case string:
			return []any{strings.Compare(x, arg[string](a, 1))}
		case int64:
			switch y := arg[int64](a, 1); {
			case x < y:
				return []any{-1}
			case x > y:
				return []any{1}
			}
			return []any{0}
		}
		return nil
	})
}
