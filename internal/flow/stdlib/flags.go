package stdlib

import "github.com/klaviyolint/klaviyolint/internal/flow"

// addFlags knows the flag packages. A flag's value is what the user gives, or
// its default.
func addFlags(m map[string]flow.Intrinsic) {
	value := func(c *flow.Call, def int) flow.Value {
		return flow.Join(c.Arg(def), flow.UnknownFrom(flow.Origin{Kind: "flag"}, "string"))
	}
	made := func(def int) flow.Intrinsic {
		return func(c *flow.Call) ([]flow.Value, bool) {
			return []flow.Value{c.It.NewCell(value(c, def), c.Node)}, true
		}
	}
	kept := func(def int) flow.Intrinsic {
		return func(c *flow.Call) ([]flow.Value, bool) {
			c.Assign(0, value(c, def))
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
