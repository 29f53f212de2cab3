package httpcalls

import (
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/flow"
	"github.com/klaviyolint/klaviyolint/internal/flow/ir"
)

// Configuration libraries keep values under names. What a program gives as a default
// is what it uses unless somebody says otherwise: both are possible.

// Setting begins the name under which the default of a setting is stored; see
// [flow.Interp.Store].
const Setting = "setting "

// flagPrefix does the same for flags, of which several commands of a program may
// have one of the same name.
const flagPrefix = "flag "

// noteSettings is the part of the settings that an object gives.
var noteSettings = flow.Note("settings")

func (e *Engine) settings(row *Row, c *flow.Call) ([]flow.Value, bool) {
	switch row.Role {
	case "default":
		if k, ok := e.settingKey(c, row.Key); ok {
			e.It.Store(Setting+k, c.Arg(row.Value))
			if v := c.Arg(row.Value); v.Has(flow.ObjK) {
				e.loadDefaults(k+".", v, 0)
			}
		}
		return c.Unknown("call"), true
	case "defaults":
		e.loadDefaults(e.settingsPrefix(c), c.Arg(row.Arg), 0)
		return c.Unknown("call"), true
	case "setting":
		k, ok := e.settingKey(c, row.Key)
		if !ok {
			return nil, false
		}
		out := c.Unknown("call")
		out[0] = flow.Join(e.It.Stored(Setting+k), flow.UnknownFrom(flow.Origin{Kind: "setting", Name: k}, typeOf(c)))
		return out, true
	case "settings":
		prefix := e.settingsPrefix(c)
		if row.Key >= 0 {
			if k, ok := c.Arg(row.Key).Const(); ok && k != "" {
				prefix += strings.ToLower(k) + "."
			}
		}
		e.fillSettings(c, c.Arg(row.Arg), prefix, 0)
		return c.Unknown("call"), true
	case "sub-settings":
		k, ok := e.settingKey(c, row.Key)
		out := c.Unknown("call")
		if id, one := out[0].IsObject(); ok && one {
			e.It.Set(id, noteSettings, flow.TextValue(k+"."))
		}
		return out, true
	case "flag":
		return e.flag(row, c)
	case "flag-value":
		k, ok := c.Arg(row.Key).Const()
		if !ok {
			return nil, false
		}
		out := c.Unknown("call")
		if v := e.It.Stored(flagPrefix + k); len(v) == 1 {
			out[0] = flow.Join(v, out[0])
		}
		return out, true
	}
	return nil, false
}

func typeOf(c *flow.Call) string {
	if len(c.Types) == 0 {
		return ""
	}
	return c.Types[0]
}

// flag defines a flag: what it gives, or writes to, is what the user says, or the
// default.
func (e *Engine) flag(row *Row, c *flow.Call) ([]flow.Value, bool) {
	def := c.Arg(row.Value)
	name, known := c.Arg(row.Key).Const()
	if known {
		e.It.Store(flagPrefix+name, def)
	}
	typ := "string"
	if t := typeOf(c); strings.HasPrefix(t, "*") {
		typ = t[1:]
	}
	v := flow.Join(def, flow.UnknownFrom(flow.Origin{Kind: "flag", Name: name}, typ))
	if row.Arg >= 0 {
		c.Assign(row.Arg, v)
		return nil, true
	}
	return []flow.Value{e.It.NewCell(v, c.Node)}, true
}

// settingsPrefix is where the settings of a receiver begin.
func (e *Engine) settingsPrefix(c *flow.Call) string {
	for _, id := range c.Recv.Objects() {
		if v, ok := e.It.Get(id, noteSettings); ok {
			s, _ := v.Const()
			return s
		}
	}
	return ""
}

func (e *Engine) settingKey(c *flow.Call, i int) (string, bool) {
	k, ok := c.Arg(i).Const()
	return e.settingsPrefix(c) + strings.ToLower(k), ok && i >= 0
}

const maxSettingsDepth = 6

// loadDefaults stores what a map or a struct holds as defaults.
func (e *Engine) loadDefaults(prefix string, v flow.Value, depth int) {
	if depth > maxSettingsDepth {
		return
	}
	for _, id := range v.Objects() {
		o := e.It.Object(id)
		for _, k := range e.It.Written(id) {
			name := k.Name
			switch {
			case k.Kind == flow.EntryKey && o.Map:
			case k.IsField():
				name = e.configKey(o.Type, name)
			default:
				continue
			}
			w, _ := e.It.Get(id, k)
			key := prefix + strings.ToLower(name)
			e.It.Store(Setting+key, w)
			e.loadDefaults(key+".", w, depth+1)
		}
	}
}

// configKey is the name that configuration libraries know a field by.
func (e *Engine) configKey(typ, field string) string {
	if t := e.It.Prog.Type(typ); t != nil {
		for i := range t.Fields {
			if f := &t.Fields[i]; f.Name == field && f.Config != "" {
				return f.Config
			}
		}
	}
	return field
}

// fillSettings writes settings to the fields of a struct: the defaults, or what else
// is configured.
func (e *Engine) fillSettings(c *flow.Call, target flow.Value, prefix string, depth int) {
	if depth > maxSettingsDepth {
		return
	}
	for _, id := range e.It.Deref(target).Objects() {
		t := e.It.Prog.Type(e.It.Object(id).Type)
		if t == nil || !t.Struct {
			continue
		}
		for i := range t.Fields {
			f := &t.Fields[i]
			key := prefix + strings.ToLower(e.configKey(t.Name, f.Name))
			old := e.It.ReadField(id, f.Name, f.Type)
			if in := e.It.Deref(old); len(in.Objects()) > 0 {
				if f.Embedded {
					key = strings.TrimSuffix(prefix, ".")
				}
				if sub := e.It.Prog.Type(ir.Elem(f.Type)); sub != nil && sub.Struct {
					e.fillSettings(c, old, key+".", depth+1)
					continue
				}
			}
			e.It.Set(id, flow.Field(f.Name), flow.Join(old, e.It.Stored(Setting+key), flow.UnknownFrom(flow.Origin{Kind: "setting", Name: key}, f.Type)))
		}
	}
}
