package items

import (
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/checklist"
	"github.com/klaviyolint/klaviyolint/internal/checklist/tables"
	"github.com/klaviyolint/klaviyolint/internal/inventory"
	"github.com/klaviyolint/klaviyolint/internal/requests"
)

var a1 = Item{checklist.Doc{
	ID: "A1", Title: "production key comes from a secret manager",
	Why:  "A key that lies in a file, an image or a configuration map is read by more people than need it, and nobody sees who read it.",
	Fix:  "Let the platform fill the variable from a secret store, or read the key from one in the code; keep the manifest that does so in this repository.",
	Pass: "every private key comes from a function of a secret manager, a mounted secret, or an environment variable that a manifest fills from a store", Fail: "a literal, a value in a manifest or image, a configuration map, a committed file", Open: "an environment variable that no file of the repository fills; a parameter, flag or database",
}, judgeA1}

func judgeA1(c *context, j *checklist.Judgement) {
	j.Looked, j.None = c.looked(), "no request uses a private key"
	c.open(j)
	seen := map[string]bool{}
	add := func(s checklist.Subject) {
		key := s.Place.Path + ":" + itoa(s.Place.Line) + s.What
		if !seen[key] {
			seen[key] = true
			j.Add(s)
		}
	}
	for _, v := range c.keyValues() {
		for _, o := range c.Program.OriginsUntil(v, c.tab.Is(tables.Secret, tables.Parameter)) {
			if subs, ok := c.secretOrigin(&o, "the private key"); ok {
				for _, s := range subs {
					add(s)
				}
			}
		}
	}
	// Keys that are literals are the findings of hardcodedkey.
	for _, f := range c.of("hardcodedkey", "privatekey") {
		add(checklist.Subject{Mark: checklist.Not, Kind: "origin", What: "the private key is written here", Place: c.finding(f), Fingerprint: f.Fingerprint, Rule: f.Rule})
	}
	if len(j.Subjects) > 0 {
		return
	}
	for _, call := range c.api {
		if call.Req.Auth.Kind != requests.AuthKey && call.Kind == inventory.KindClient {
			continue
		}
		if call.Req.Auth.Kind == requests.AuthKey || call.Req.Auth.Kind == requests.AuthUnknown && call.Kind == inventory.KindAPI {
			if env, ok := strings.CutPrefix(call.Req.Auth.From, "env "); ok {
				for _, s := range c.fromEnv(env, "the private key", at(call.Location)) {
					add(s)
				}
				continue
			}
			add(checklist.Subject{Mark: checklist.Open, Kind: "origin", What: "where the key of " + call.What() + " comes from is not seen", Place: at(call.Location), Settle: "read the key where klaviyolint can see it, or attest"})
		}
	}
}
