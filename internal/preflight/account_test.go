package preflight

import (
	"testing"
)

func TestAccount(t *testing.T) {
	k, o := fake(t)
	r := run(t, o)
	r.want(t, "account", Warn, `set [preflight] account = "AbC123"`)
	o.Expected = "XyZ789"
	r = run(t, o)
	r.want(t, "account", Fail, "belongs to AbC123, expected XyZ789")
	if r.Exit != 1 || r.Next == "" {
		t.Errorf("exit %d, next %q", r.Exit, r.Next)
	}
	o.Expected, k.Test = "AbC123", true
	run(t, o).want(t, "account", Warn, "test account")
	k.Test = false
	k.Scopes = []string{"profiles:read"}
	run(t, o).want(t, "account", OK, "AbC123, as expected") // by the header Cid
}

// A live key without accounts:read is proved by the first probe.
func TestKeyWithoutAccountsRead(t *testing.T) {
	k, o := fake(t)
	k.Scopes = []string{"profiles:read"}
	o.Needs = needs()
	r := run(t, o)
	r.want(t, "key", Warn, "lacks accounts:read")
	r.want(t, "scopes", Fail, "accounts:read is refused")
	if r.Health != Healthy || r.Next != "give the key accounts:read" {
		t.Errorf("health %s, next %q", r.Health, r.Next)
	}
}
