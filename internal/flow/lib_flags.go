package flow

// addFlags knows the flag packages. A flag's value is what the user gives, or
// its default.
func addFlags(m map[string]Intrinsic) {
	value := func(c *Call, def int) Value {
		return Join(c.Arg(def), UnknownFrom(Origin{Kind: "flag"}, "string"))
	}
	made := func(def int) Intrinsic {
		return func(c *Call) ([]Value, bool) {
			id := c.It.New("!cell", c.Node)
			c.It.Set(id, "v", value(c, def))
			return []Value{ObjValue(id)}, true
		}
	}
	kept := func(def int) Intrinsic {
		return func(c *Call) ([]Value, bool) {
			c.assign(0, value(c, def))
			return nil, true
		}
	}
	for _, pkg := range []string{"flag.", "github.com/spf13/pflag."} {
		for _, recv := range []string{"", "FlagSet."} {
			m[pkg+recv+"String"], m[pkg+recv+"StringVar"] = made(1), kept(2)
		}
	}
	for _, recv := range []string{"", "FlagSet."} {
		// A letter stands between the name and the default.
		m["github.com/spf13/pflag."+recv+"StringP"] = made(2)
		m["github.com/spf13/pflag."+recv+"StringVarP"] = kept(3)
	}
}
