package gather

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/klaviyolint/klaviyolint/internal/checklist/items"
	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
)

// preflightSchema is the form of a preflight report that is understood.
const preflightSchema = "klaviyolint.preflight/1"

// ReadPreflight reads the JSON of a preflight run. Errors name the file, and the line
// where it is broken.
func ReadPreflight(ctx context.Context, file, root string, day klaviyo.Day) (*items.Preflight, error) {
	data, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s: no such report; make one with klaviyolint preflight -format json -o %s", file, file)
	}
	if err != nil {
		return nil, err
	}
	var r struct {
		Schema, At, Commit, Base string
		Account                  *struct {
			ID   string
			Test bool
		}
		Checks []struct {
			ID, Name, State string
			Scopes          *struct{ Granted, Refused []string }
			Revisions       []struct {
				Sent, State string
				At          []string
			}
		}
	}
	if err := json.Unmarshal(data, &r); err != nil {
		line := strings.Count(string(data), "\n")
		var syntax *json.SyntaxError
		if errors.As(err, &syntax) {
			line = 1 + strings.Count(string(data[:min(int(syntax.Offset), len(data))]), "\n")
		}
		return nil, fmt.Errorf("%s:%d: not a preflight report: %v", file, max(line, 1), err)
	}
	if r.Schema != preflightSchema {
		return nil, fmt.Errorf("%s:1: schema %q, want %q", file, r.Schema, preflightSchema)
	}
	at, err := time.Parse(time.RFC3339, r.At)
	if err != nil {
		return nil, fmt.Errorf("%s:1: time of the run: %v", file, err)
	}
	ran, err := klaviyo.ParseDay(at.UTC().Format(time.DateOnly))
	if err != nil {
		return nil, fmt.Errorf("%s:1: time of the run: %v", file, err)
	}
	p := &items.Preflight{File: file, Day: ran.String(), Commit: r.Commit, Age: day.Sub(ran)}
	if p.Age < 0 {
		return nil, fmt.Errorf("%s:1: the report is of %s, a day in the future", file, ran)
	}
	if u, err := url.Parse(r.Base); err != nil || !klaviyo.IsAPIHost(u.Host) {
		p.Local = true
	}
	if r.Account != nil {
		p.Account, p.Test = r.Account.ID, r.Account.Test
	}
	for _, c := range r.Checks {
		if c.Scopes != nil {
			p.Granted, p.Refused = append(p.Granted, c.Scopes.Granted...), append(p.Refused, c.Scopes.Refused...)
		}
		for _, r := range c.Revisions {
			p.Served = append(p.Served, items.Served{Sent: r.Sent, OK: r.State == "ok", At: r.At})
		}
		if c.State == "fail" {
			p.Failed = append(p.Failed, c.ID+" "+c.Name)
		}
	}
	if p.Commit != "" {
		p.Ancestor, p.Known = IsAncestor(ctx, root, p.Commit)
	}
	return p, nil
}
