package flow

func addMisc(m map[string]Intrinsic) {
	env := func(c *Call) ([]Value, bool) {
		name, _ := c.Arg(0).Const()
		v := UnknownFrom(Origin{Kind: "env", Name: name}, "string")
		if len(c.Types) > 1 {
			return []Value{v, UnknownFrom(Origin{Kind: "ok"}, "bool")}, true
		}
		return []Value{v}, true
	}
	m["os.Getenv"], m["os.LookupEnv"] = env, env
	addFlags(m)
	addTemplates(m)
	once := func(c *Call) ([]Value, bool) {
		c.It.CallFunc(c.Arg(0), nil, c.Node)
		return nil, true
	}
	m["sync.Once.Do"] = once
	m["sync.WaitGroup.Go"] = once
	group := func(c *Call) ([]Value, bool) {
		c.It.CallFunc(c.Arg(0), nil, c.Node)
		return c.Unknown("call"), true
	}
	m["golang.org/x/sync/errgroup.Group.Go"] = group
	onceValue := func(c *Call) ([]Value, bool) { return []Value{c.Arg(0)}, true }
	m["sync.OnceValue"], m["sync.OnceValues"], m["sync.OnceFunc"] = onceValue, onceValue, onceValue
	m["maps.Copy"] = func(c *Call) ([]Value, bool) {
		c.It.Each(c.Arg(0), func(dst ID) {
			for _, a := range c.Arg(1) {
				switch a.Kind {
				case ObjK:
					c.It.CopyEntries(a.Obj, dst)
				case Unknown:
					c.It.Set(dst, "[*]", UnknownFrom(Origin{Kind: "entries"}, ""))
				}
			}
		})
		return nil, true
	}
	clone := func(c *Call) ([]Value, bool) {
		var out Value
		for _, id := range c.Arg(0).Objects() {
			out = append(out, Atom{Kind: ObjK, Obj: c.It.Clone(id)})
		}
		if len(out) == 0 {
			return nil, false
		}
		return []Value{out}, true
	}
	m["maps.Clone"], m["slices.Clone"] = clone, clone
	ctx := func(name string) Intrinsic {
		return func(c *Call) ([]Value, bool) {
			return []Value{UnknownFrom(Origin{Kind: "ctx", Name: name}, "context.Context")}, true
		}
	}
	m["context.Background"], m["context.TODO"] = ctx("background"), ctx("background")
	deadline := func(c *Call) ([]Value, bool) {
		return []Value{UnknownFrom(Origin{Kind: "ctx", Name: "deadline"}, "context.Context"), UnknownFrom(Origin{Kind: "call"}, "func")}, true
	}
	m["context.WithTimeout"], m["context.WithDeadline"] = deadline, deadline
	m["context.WithTimeoutCause"], m["context.WithDeadlineCause"] = deadline, deadline
	derived := func(c *Call) ([]Value, bool) {
		out := []Value{c.Arg(0)}
		if len(c.Types) > 1 {
			out = append(out, UnknownFrom(Origin{Kind: "call"}, "func"))
		}
		return out, true
	}
	for _, n := range []string{"WithCancel", "WithValue", "WithCancelCause", "WithoutCancel"} {
		m["context."+n] = derived
	}
	// Pointer helpers of well-known libraries.
	ptr := func(c *Call) ([]Value, bool) {
		id := c.It.New("!cell", c.Node)
		c.It.Set(id, "v", c.Arg(0))
		if o, ok := c.Arg(0).IsObject(); ok {
			return []Value{ObjValue(o)}, true
		}
		return []Value{ObjValue(id)}, true
	}
	for _, n := range []string{
		"github.com/samber/lo.ToPtr", "github.com/aws/aws-sdk-go/aws.String", "github.com/aws/aws-sdk-go-v2/aws.String",
		"k8s.io/utils/ptr.To", "k8s.io/utils/pointer.String", "github.com/AlekSi/pointer.ToString", "github.com/AlekSi/pointer.To",
		"github.com/google/go-github/github.String", "google.golang.org/protobuf/proto.String", "github.com/openlyinc/pointy.String",
		"github.com/Azure/azure-sdk-for-go/sdk/azcore/to.Ptr",
	} {
		m[n] = ptr
	}
	deref := func(c *Call) ([]Value, bool) { return []Value{c.It.Deref(c.Arg(0))}, true }
	m["github.com/samber/lo.FromPtr"], m["github.com/aws/aws-sdk-go/aws.StringValue"] = deref, deref
	m["github.com/aws/aws-sdk-go-v2/aws.ToString"] = deref
	m["github.com/samber/lo.CoalesceOrEmpty"] = func(c *Call) ([]Value, bool) { return m["cmp.Or"](c) }
	must := func(c *Call) ([]Value, bool) { return []Value{c.Arg(0)}, true }
	m["github.com/samber/lo.Must"], m["html/template.Must"] = must, must
}

// CopyEntries copies the entries of a map into another.
func (it *Interp) CopyEntries(src, dst ID) {
	for _, f := range it.Fields(src) {
		v, _ := it.Get(src, f)
		if f[0] == '[' && it.objs[dst].Type == "net/http.Header" && f != "[*]" {
			f = "[" + Canonical(f[1:len(f)-1]) + "]"
		}
		if f[0] == '[' || f == "!k[*]" || len(f) > 3 && f[:3] == "!k[" {
			it.Set(dst, f, v)
		}
	}
	if it.objs[src].Symbolic {
		it.Set(dst, "[*]", UnknownFrom(Origin{Kind: "entries"}, ""))
	}
}
