package paths

import "golang.org/x/tools/go/ssa"

// Transports lists, for each value that becomes the transport of an http.Client,
// where it comes from: wrappers of wrappers included.
func (p *Program) Transports() [][]Origin {
	var out [][]Origin
	for k, stored := range p.fields {
		if k.typ != "net/http.Client" {
			continue
		}
		for _, s := range stored {
			if typeName(s.val.Type()) != "net/http.RoundTripper" {
				continue
			}
			out = append(out, p.wrappers(s.val, 0))
		}
	}
	return out
}

func (p *Program) wrappers(v ssa.Value, depth int) []Origin {
	var out []Origin
	for _, o := range p.Origins(v) {
		if o.Call != nil {
			out = append(out, o)
		}
	}
	return out
}
