package stdlib

import "github.com/klaviyolint/klaviyolint/internal/flow"

// Clock is the kind of origin of what the clock says at the time of the call. The
// name of the origin of a text is its layout.
const Clock = "clock"

// addClock follows the present time to the text that is made of it.
func addClock(m map[string]flow.Intrinsic) {
	m["time.Now"] = func(c *flow.Call) ([]flow.Value, bool) { return from(c, flow.Origin{Kind: Clock}), true }
	for _, n := range []string{"UTC", "Local", "In", "Add", "AddDate", "Truncate", "Round"} {
		m["time.Time."+n] = func(c *flow.Call) ([]flow.Value, bool) {
			if !ofClock(c.Recv) {
				return nil, false
			}
			return from(c, flow.Origin{Kind: Clock}), true
		}
	}
	m["time.Time.Format"] = func(c *flow.Call) ([]flow.Value, bool) {
		layout, ok := c.Arg(0).Const()
		if !ok || !ofClock(c.Recv) {
			return nil, false
		}
		return from(c, flow.Origin{Kind: Clock, Name: layout}), true
	}
}

// from is what a call gives of which nothing but its origin is known.
func from(c *flow.Call, o flow.Origin) []flow.Value {
	out := c.Unknown("call")
	for i := range out[0] {
		out[0][i].Origin = o
	}
	out[0] = c.It.Draw(out[0])
	return out
}

func ofClock(v flow.Value) bool {
	for _, a := range v {
		if a.Kind != flow.Unknown || a.Origin.Kind != Clock {
			return false
		}
	}
	return len(v) > 0
}
