package items

import (
	"fmt"
	"go/token"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/klaviyolint/klaviyolint/internal/checklist"
	"github.com/klaviyolint/klaviyolint/internal/checklist/tables"
	"github.com/klaviyolint/klaviyolint/internal/deploy"
	"github.com/klaviyolint/klaviyolint/internal/paths"
)

// scheme stands before a private key in the Authorization header.
const scheme = "Klaviyo-API-Key"

// keyValues are the values that follow the scheme of a private key, wherever the
// module writes it.
func (c *context) keyValues() []ssa.Value {
	var out []ssa.Value
	if c.Program == nil {
		return nil
	}
	for _, f := range c.Program.Funcs() {
		for _, b := range f.Blocks {
			for _, in := range b.Instrs {
				switch in := in.(type) {
				case *ssa.BinOp:
					if s, ok := constString(in.X); ok && in.Op == token.ADD && strings.HasPrefix(strings.TrimSpace(s), scheme) {
						out = append(out, in.Y)
					}
				case *ssa.Call:
					names := c.Program.Names(in)
					args := in.Call.Args
					if len(names) == 1 && names[0] == "fmt.Sprintf" && len(args) == 2 {
						if s, ok := constString(args[0]); ok && strings.HasPrefix(s, scheme) {
							out = append(out, args[1])
						}
					}
					if len(names) == 1 && strings.HasSuffix(names[0], ".SetAuthToken") && len(args) > 1 {
						out = append(out, args[len(args)-1])
					}
				}
			}
		}
	}
	return out
}

// secretFolders hold files that a platform mounts from a secret.
var secretFolders = []string{"/run/secrets/", "/var/run/secrets/", "/mnt/secrets-store/"}

// secretOrigin judges one origin of a secret: + from a store, - certainly not, ?
// from a place that is out of sight. ok is false for what is no origin, such as an
// empty default.
func (c *context) secretOrigin(o *paths.Origin, what string) (subs []checklist.Subject, ok bool) {
	one := func(m checklist.Mark, text, settle string) []checklist.Subject {
		return []checklist.Subject{{Mark: m, Kind: "origin", What: text, Place: c.ssaPos(o.Pos), Settle: settle}}
	}
	switch o.Kind {
	case paths.FromConst:
		// A default or a separator; a literal key is a finding of hardcodedkey.
		return nil, false
	case paths.FromParam:
		return one(checklist.Open, fmt.Sprintf("%s comes from outside through the parameter %q", what, o.Field), "read it from a secret manager here, or attest where it comes from"), true
	case paths.FromUnknown:
		return one(checklist.Open, what+" comes from code that cannot be followed", "read it from a secret manager where klaviyolint can see it"), true
	}
	if row := c.tab.Find(o.Names, tables.Secret); row != nil {
		return one(checklist.Met, what+" comes from "+row.Func()+row.By(), ""), true
	}
	if row := c.tab.Find(o.Names, tables.Parameter); row != nil {
		if c.decrypts(o.Call) {
			return one(checklist.Met, what+" comes from "+row.Func()+" with decryption", ""), true
		}
		return one(checklist.Not, what+" comes from "+row.Func()+" without WithDecryption: a plain parameter", ""), true
	}
	if name := envName(o); name != "" {
		return c.fromEnv(name, what, c.ssaPos(o.Pos)), true
	}
	for _, n := range o.Names {
		switch n {
		case "os.ReadFile", "os.Open", "io/ioutil.ReadFile":
			return []checklist.Subject{c.fromFile(o, what)}, true
		case "os.Getenv", "os.LookupEnv", "os.Environ":
			return one(checklist.Open, what+" comes from an environment variable whose name is not known", "name the variable in the code"), true
		}
	}
	if len(o.Names) > 0 && outside(o.Names) {
		return one(checklist.Open, what+" comes from "+strings.Join(o.Names, " or "), "attest which store that reads, or add a row [[checklist.model]]"), true
	}
	return nil, false
}

// outside reports whether a call reads something from elsewhere, as opposed to one
// that changes a text.
func outside(names []string) bool {
	for _, n := range names {
		first, _, slash := strings.Cut(n, "/")
		if !slash {
			first, _, _ = strings.Cut(n, ".")
		}
		switch {
		case n == "tag", strings.Contains(first, "."):
			return true
		case first == "flag", first == "bufio", strings.HasPrefix(n, "database/sql."), strings.HasPrefix(n, "encoding/json."):
			return true
		}
	}
	return false
}

// decrypts reports whether the input of a parameter store asks for decryption.
func (c *context) decrypts(call ssa.CallInstruction) bool {
	if call == nil {
		return false
	}
	for _, a := range call.Common().Args {
		refs := a.Referrers()
		if refs == nil {
			continue
		}
		for _, r := range *refs {
			fa, ok := r.(*ssa.FieldAddr)
			if !ok || !strings.HasSuffix(paths.FieldName(fa), "WithDecryption") {
				continue
			}
			for _, u := range *fa.Referrers() {
				if st, ok := u.(*ssa.Store); ok && c.Program.Depends(st.Val, isTrue) {
					return true
				}
			}
		}
	}
	return false
}

func isTrue(v ssa.Value) bool {
	k, ok := v.(*ssa.Const)
	return ok && k.Value != nil && k.Value.ExactString() == "true"
}

// fromFile judges a secret that is read from a file.
func (c *context) fromFile(o *paths.Origin, what string) checklist.Subject {
	s := checklist.Subject{Mark: checklist.Open, Kind: "origin", Place: c.ssaPos(o.Pos), What: what + " comes from a file", Settle: "mount the file from a secret in a manifest of this repository, or attest"}
	for _, a := range c.Program.Origins(o.Call.Common().Args[0]) {
		path, ok := a.Text()
		if !ok {
			continue
		}
		for _, f := range secretFolders {
			if strings.HasPrefix(path, f) {
				s.Mark, s.What, s.Settle = checklist.Met, what+" comes from "+path+", which a platform mounts from a secret", ""
				return s
			}
		}
		for _, w := range c.Files.Workloads {
			for _, m := range w.Mounts {
				if strings.HasPrefix(path, strings.TrimSuffix(m.Path, "/")+"/") && m.Fill == deploy.FillStore {
					s.Mark, s.What, s.Settle = checklist.Met, what+" comes from "+path+", mounted from the secret "+m.Secret, ""
					s.Also = []checklist.Place{c.file(m.Place)}
					return s
				}
			}
		}
		s.What = what + " comes from the file " + path
	}
	return s
}

// fromEnv judges an environment variable by the files that fill it.
func (c *context) fromEnv(name, what string, read checklist.Place) []checklist.Subject {
	named, whole := c.Files.Filling(name)
	var out []checklist.Subject
	if len(named) == 0 {
		for _, e := range whole {
			if c.belongs(e.Workload) == belongsNo {
				continue
			}
			s := checklist.Subject{Mark: checklist.Met, Kind: "origin", What: what + " comes from " + name + ", filled by " + e.Store + " with all that it holds", Place: c.file(e.Place), Also: []checklist.Place{read}}
			if e.Fill != deploy.FillStore {
				s.Mark, s.Settle = checklist.Open, "name the variable in the manifest, or attest"
				s.What = name + " may come from " + e.Store + ", whose names are not in this repository"
			}
			out = append(out, s)
		}
		if slices.ContainsFunc(out, func(s checklist.Subject) bool { return s.Mark == checklist.Met }) {
			out = slices.DeleteFunc(out, func(s checklist.Subject) bool { return s.Mark == checklist.Open })
		}
	}
	for _, e := range named {
		if c.belongs(e.Workload) == belongsNo {
			continue
		}
		p := c.file(e.Place)
		add := func(m checklist.Mark, text string) {
			out = append(out, checklist.Subject{Mark: m, Kind: "origin", What: text, Place: p, Also: []checklist.Place{read}})
		}
		switch e.Fill {
		case deploy.FillStore:
			text := what + " comes from " + name + ", filled by " + e.Store
			add(checklist.Met, text)
		case deploy.FillLiteral, deploy.FillCommitted:
			add(checklist.Not, fmt.Sprintf("%s has its value written in this file%s", name, suffix(e.Value)))
		case deploy.FillConfig:
			add(checklist.Not, fmt.Sprintf("%s comes from %s, which everybody may read", name, e.Store))
		case deploy.FillFile:
			add(checklist.Not, fmt.Sprintf("%s comes from the file %s of this repository", name, e.Ref))
		default:
			add(checklist.Open, name+" is filled by a template or a variable: "+e.Store)
			out[len(out)-1].Settle = "commit the rendered manifest, or attest A1"
		}
	}
	if out == nil {
		out = append(out, checklist.Subject{Mark: checklist.Open, Kind: "origin", What: name + " comes from the environment; which store fills it is not in this repository", Place: read,
			Settle: "commit the manifest that fills " + name + " from a store, or attest"})
	}
	return out
}

func suffix(value string) string {
	if value == "" {
		return ""
	}
	return fmt.Sprintf(" (%q)", value)
}
