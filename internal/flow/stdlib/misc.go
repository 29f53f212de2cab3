package stdlib

import "github.com/klaviyolint/klaviyolint/internal/flow"

func addMisc(m map[string]flow.Intrinsic) {
	env := func(c *flow.Call) ([]flow.Value, bool) {
		name, _ := c.Arg(0).Const()
		v := flow.UnknownFrom(flow.Origin{Kind: "env", Name: name}, "string")
		if len(c.Types) > 1 {
			return []flow.Value{v, flow.UnknownFrom(flow.Origin{Kind: "ok"}, "bool")}, true
		}
		return []flow.Value{v}, true
	}
	m["os.Getenv"], m["os.LookupEnv"] = env, env
	addClock(m)
	addTemplates(m)
	addSync(m)
	addIterators(m)
	m["maps.Copy"] = func(c *flow.Call) ([]flow.Value, bool) {
		c.It.Each(c.Arg(0), func(dst flow.ID) {
			for _, a := range c.Arg(1) {
				switch a.Kind {
				case flow.ObjK:
					c.It.CopyEntries(a.Obj, dst)
				case flow.Unknown:
					c.It.Set(dst, flow.AnyEntry, flow.UnknownFrom(flow.Origin{Kind: "entries"}, ""))
				}
			}
		})
		return nil, true
	}
	clone := func(c *flow.Call) ([]flow.Value, bool) {
		var out flow.Value
		for _, id := range c.Arg(0).Objects() {
			out = append(out, flow.Atom{Kind: flow.ObjK, Obj: c.It.Clone(id)})
		}
		if len(out) == 0 {
			return nil, false
		}
		return []flow.Value{out}, true
	}
	m["maps.Clone"], m["slices.Clone"] = clone, clone
	ctx := func(name string) flow.Intrinsic {
		return func(c *flow.Call) ([]flow.Value, bool) {
			return []flow.Value{flow.UnknownFrom(flow.Origin{Kind: "ctx", Name: name}, "context.Context")}, true
		}
	}
	m["context.Background"], m["context.TODO"] = ctx("background"), ctx("background")
	deadline := func(c *flow.Call) ([]flow.Value, bool) {
		return []flow.Value{flow.UnknownFrom(flow.Origin{Kind: "ctx", Name: "deadline"}, "context.Context"), flow.UnknownFrom(flow.Origin{Kind: "call"}, "func")}, true
	}
	m["context.WithTimeout"], m["context.WithDeadline"] = deadline, deadline
	m["context.WithTimeoutCause"], m["context.WithDeadlineCause"] = deadline, deadline
	derived := func(c *flow.Call) ([]flow.Value, bool) {
		out := []flow.Value{c.Arg(0)}
		if len(c.Types) > 1 {
			out = append(out, flow.UnknownFrom(flow.Origin{Kind: "call"}, "func"))
		}
		return out, true
	}
	for _, n := range []string{"WithCancel", "WithValue", "WithCancelCause", "WithoutCancel"} {
		m["context."+n] = derived
	}
	// Pointer helpers of well-known libraries.
	ptr := func(c *flow.Call) ([]flow.Value, bool) {
		if o, ok := c.Arg(0).IsObject(); ok {
			return []flow.Value{flow.ObjValue(o)}, true
		}
		return []flow.Value{c.It.NewCell(c.Arg(0), c.Node)}, true
	}
	for _, n := range []string{
		"github.com/samber/lo.ToPtr", "github.com/aws/aws-sdk-go/aws.String", "github.com/aws/aws-sdk-go-v2/aws.String",
		"k8s.io/utils/ptr.To", "k8s.io/utils/pointer.String", "github.com/AlekSi/pointer.ToString", "github.com/AlekSi/pointer.To",
		"github.com/google/go-github/github.String", "google.golang.org/protobuf/proto.String", "github.com/openlyinc/pointy.String",
		"github.com/Azure/azure-sdk-for-go/sdk/azcore/to.Ptr",
	} {
		m[n] = ptr
	}
	deref := func(c *flow.Call) ([]flow.Value, bool) { return []flow.Value{c.It.Deref(c.Arg(0))}, true }
	m["github.com/samber/lo.FromPtr"], m["github.com/aws/aws-sdk-go/aws.StringValue"] = deref, deref
	m["github.com/aws/aws-sdk-go-v2/aws.ToString"] = deref
	m["github.com/samber/lo.CoalesceOrEmpty"] = func(c *flow.Call) ([]flow.Value, bool) { return m["cmp.Or"](c) }
	must := func(c *flow.Call) ([]flow.Value, bool) { return []flow.Value{c.Arg(0)}, true }
	m["github.com/samber/lo.Must"], m["html/template.Must"] = must, must
}
