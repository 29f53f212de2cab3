package envlib

import "reflect"

func Parse(v any) error { reflect.ValueOf(v).Elem().SetZero(); return nil }
