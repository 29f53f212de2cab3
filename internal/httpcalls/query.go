package httpcalls

import (
	"net/url"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/flow"
)

// addQuery applies a row that sets query parameters on a client or builder.
func (e *Engine) addQuery(row *Row, c *flow.Call, id flow.ID) {
	if row.Arg < 0 {
		e.It.SetIndex(e.queryOf(id), c.Arg(row.Key), c.Arg(row.Value))
		return
	}
	v := c.Arg(row.Arg)
	for _, src := range v.Objects() {
		e.It.CopyEntries(src, e.queryOf(id))
	}
	if len(v.Objects()) == 0 {
		e.It.Set(id, noteRawQuery, v)
	}
}

func (e *Engine) queryOf(id flow.ID) flow.ID {
	if v, ok := e.It.Get(id, noteQuery); ok {
		if q, ok := v.IsObject(); ok {
			return q
		}
	}
	q := e.It.New("net/url.Values", e.It.Object(id).Node)
	e.It.Object(q).Map = true
	e.It.Set(id, noteQuery, flow.ObjValue(q))
	return q
}

// withQuery adds the parameters that a builder and its client were given.
func (e *Engine) withQuery(id flow.ID, u flow.Value) flow.Value {
	for at, n := id, 0; n < 4; n++ {
		if q, ok := e.It.Get(at, noteQuery); ok {
			enc, done := e.Lib["net/url.Values.Encode"](&flow.Call{It: e.It, Recv: q, HasRecv: true, Types: []string{"string"}})
			if done {
				u = appendQuery(u, enc[0])
			}
		}
		if q, ok := e.It.Get(at, noteRawQuery); ok {
			u = appendQuery(u, q)
		}
		p, ok := e.It.Get(at, noteParent)
		if !ok || len(p.Objects()) == 0 {
			break
		}
		at = p.Objects()[0]
	}
	return u
}

func appendQuery(u, q flow.Value) flow.Value {
	var out []flow.Text
	for _, t := range u.Texts() {
		sep := "?"
		if strings.Contains(t.Pattern(), "?") {
			sep = "&"
		}
		for _, v := range q.Texts() {
			if v.Pattern() == "" {
				out = append(out, t)
				continue
			}
			out = append(out, flow.Concat(flow.Concat([]flow.Text{t}, []flow.Text{{{Lit: sep}}}), []flow.Text{v})...)
		}
	}
	return flow.TextsValue(out)
}

// Param returns what a query parameter may be: one text for each time its name
// stands in the query. Names are compared unescaped.
func (u *URL) Param(name string) []flow.Text {
	var out []flow.Text
	p := u.Query.Pattern()
	for at := 0; at <= len(p); {
		end := len(p)
		if i := strings.IndexByte(p[at:], '&'); i >= 0 {
			end = at + i
		}
		if eq := strings.IndexByte(p[at:end], '='); eq >= 0 {
			key := p[at : at+eq]
			if s, err := url.QueryUnescape(key); err == nil {
				key = s
			}
			// What an unknown text ends in may stand before the name.
			if key == name || strings.HasSuffix(key, flow.HoleMark+name) {
				out = append(out, u.Query.Slice(at+eq+1, end))
			}
		}
		at = end + 1
	}
	return out
}
