package preflight

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

const (
	apiKeysPath     = "/api/api-keys"
	apiKeysQuery    = "additional-fields[api-key]=redacted_key"
	apiKeysRevision = "2026-07-15.pre" // the endpoint is a beta
)

// list compares all scopes with the list of keys that a second key may read. It
// reports whether that settled the matter; else the read scopes are probed.
func (p *prober) list(needed map[string]ScopeUse) bool {
	c := p.c
	note := func(format string, args ...any) bool {
		p.lines = append(p.lines, fmt.Sprintf("the list of keys was no help: "+format, args...))
		return false
	}
	s := newSession(p.s.ctx, p.o.Base, *p.o.Second, p.o, p.red)
	s.end = p.s.end
	a, m, e := p.askWith(s, question{path: apiKeysPath, query: encode(apiKeysQuery), revision: apiKeysRevision, pace: pace(apiKeysPath)})
	c.Requests = append(c.Requests, a.req)
	if m != granted {
		return note("%s", s.words(a, m, e))
	}
	var doc struct {
		Data []struct {
			ID         string `json:"id"`
			Attributes struct {
				Name     string   `json:"name"`
				Redacted string   `json:"redacted_key"`
				Status   string   `json:"status"`
				Scopes   []string `json:"scopes"`
			} `json:"attributes"`
		} `json:"data"`
	}
	if json.Unmarshal(a.body, &doc) != nil {
		return note("its form is not known")
	}
	secret := p.o.Key.secret
	last := secret[max(0, len(secret)-4):]
	found := -1
	for i, d := range doc.Data {
		if strings.HasSuffix(d.Attributes.Redacted, last) {
			if found >= 0 {
				return note("two keys end alike")
			}
			found = i
		}
	}
	if found < 0 {
		return note("the key is not in it")
	}
	k := doc.Data[found].Attributes
	c.Details = append(c.Details, "from the list of keys, a beta endpoint of Klaviyo's; the second key must not be given to the service")
	switch k.Status {
	case "active":
	case "disabled":
		p.problem = append(p.problem, "the key is disabled")
	default:
		c.Details = append(c.Details, "status of the key: "+p.red.Outside(k.Status, 40))
	}
	have := map[string]bool{}
	for _, sc := range k.Scopes {
		have[p.red.Outside(sc, 60)] = true
	}
	var missing []string
	for _, name := range slices.Sorted(maps.Keys(needed)) {
		use := needed[name]
		switch {
		case have[name]:
			p.out.Granted = append(p.out.Granted, name)
		case use.Certain:
			missing = append(missing, name)
			p.out.Refused = append(p.out.Refused, name)
			p.problem = append(p.problem, fmt.Sprintf("%s is missing%s", name, places(use.At)))
		default:
			p.out.Possible = append(p.out.Possible, name)
		}
	}
	p.out.Surplus = []string{}
	for _, name := range slices.Sorted(maps.Keys(have)) {
		if _, ok := needed[name]; !ok && p.o.Needs != nil {
			p.out.Surplus = append(p.out.Surplus, name)
		}
	}
	p.conclude()
	if len(missing) == 0 && len(p.problem) > 0 {
		c.next = "enable the key, or use another one"
	}
	return true
}
