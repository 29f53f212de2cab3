package gather

import (
	"context"
	"encoding/json"
	"fmt"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"github.com/klaviyolint/klaviyolint/internal/checklist/items"
	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
	"github.com/klaviyolint/klaviyolint/internal/readfile"
)

// preflightSchema is that of the reports of klaviyolint preflight. The package that
// writes them opens connections, so that it is not imported here.
const preflightSchema = "klaviyolint.preflight/1"

// maxPreflight bounds a report; a larger file is something else.
const maxPreflight = 4 << 20

// ReadPreflight reads the report of a preflight run. Its commit is compared with
// HEAD of the repository at root.
func ReadPreflight(ctx context.Context, file, root string, day klaviyo.Day) (*items.Preflight, error) {
	text, err := readfile.Regular(file, maxPreflight)
	if err != nil {
		return nil, err
	}
	var doc struct {
		Schema  string
		At      time.Time
		Commit  string
		Base    string
		Account *struct {
			ID   string
			Test bool
		}
		Checks []struct{ ID, Name, State, Text string }
	}
	if err := json.Unmarshal(text, &doc); err != nil || doc.Schema != preflightSchema {
		return nil, fmt.Errorf("%s: not a report of klaviyolint preflight -format json", file)
	}
	p := &items.Preflight{File: file, Commit: doc.Commit, Local: local(doc.Base)}
	if at, err := klaviyo.ParseDay(doc.At.UTC().Format(time.DateOnly)); err == nil {
		p.Day, p.Age = at.String(), day.Sub(at)
	}
	if doc.Account != nil {
		p.Account, p.Test = doc.Account.ID, doc.Account.Test
	}
	for _, c := range doc.Checks {
		if c.State == "fail" {
			p.Failed = append(p.Failed, c.Name)
		}
	}
	if p.Commit != "" && strings.Trim(p.Commit, "0123456789abcdef") == "" {
		p.Ancestor, p.Known = IsAncestor(ctx, root, p.Commit)
	}
	return p, nil
}

// local reports whether an address is on this machine.
func local(base string) bool {
	u, err := url.Parse(base)
	if err != nil {
		return true // proves nothing either
	}
	addr, err := netip.ParseAddr(u.Hostname())
	return u.Hostname() == "localhost" || err == nil && addr.Unmap().IsLoopback()
}
