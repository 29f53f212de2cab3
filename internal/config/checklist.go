package config

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
	"github.com/klaviyolint/klaviyolint/internal/lazy"
)

// Checklist is the [checklist] table.
type Checklist struct {
	Block           []string          `toml:"block" check:"items" default:"['A5', 'B3', 'B4', 'D2']" example:"['all']" doc:"Items, or groups of them ('A'), whose 'fail' makes the exit code 1. The word 'all' stands for every item."`
	Require         []string          `toml:"require" check:"items" default:"[]" example:"['C', 'D2']" doc:"Items, or groups, whose 'unknown' makes the exit code 1 as well."`
	Skip            []string          `toml:"skip" check:"items" default:"[]" example:"['E6']" doc:"Items, or groups, that are left out of the run. Every view names and counts them."`
	DeprecatedDays  Days              `toml:"deprecated_days" check:"days" default:"'90d'" example:"'60d'" doc:"B3: how long before its retirement a deprecated revision makes the item fail, in days or weeks."`
	WebhookHandlers []string          `toml:"webhook_handlers" check:"func" default:"[]" example:"['example.com/shop/hooks.Receive']" doc:"Handlers of Klaviyo's webhooks that klaviyolint cannot recognise, by full name. Naming one never makes an item pass."`
	Workloads       map[string]string `toml:"workloads" example:"{ 'deploy/shop.yaml' = './cmd/shop' }" doc:"Which main package a manifest runs, where no Dockerfile of the repository tells: file to package."`
	Exclude         []string          `toml:"exclude" check:"glob" default:"[]" example:"['deploy/old']" doc:"Manifests and alert files that are not looked at: globs, as in the top level's 'exclude'."`
	Alerts          Alerts            `toml:"alerts" doc:"What alerts E2 to E5 and E7 ask for, and what 'klaviyolint checklist -alerts' writes."`
	Models          []ChecklistModel  `toml:"model" doc:"One function or method that the tables of the checklist do not know: '[[checklist.model]]'. It is evidence like any other, and the report says where it comes from."`

	Items map[string]Item `toml:"*" check:"item" doc:"A statement about one item, '[checklist.A1]' to '[checklist.R2]': exactly one of 'attested', 'not_applicable' and 'accepted', with 'by' and 'until'; and what some items ask for beside it."`
}

// Item is one [checklist.ID] table: what a person says about an item.
type Item struct {
	Attested      string      `toml:"attested" example:"'the feed of the status page goes to #ops-klaviyo'" doc:"The item is met where klaviyolint cannot see it, and how. It turns 'unknown' into 'attested', and never a 'fail'."`
	NotApplicable string      `toml:"not_applicable" doc:"The item does not concern this code base, and why. It turns 'unknown' into 'n/a'."`
	Accepted      string      `toml:"accepted" doc:"The item is not met, which is known and accepted until a day. The verdict stays, and does not block."`
	By            string      `toml:"by" example:"'dana@example.com'" doc:"Who says so. It must be set."`
	Until         klaviyo.Day `toml:"until" check:"day" example:"2027-01-31" doc:"Until when it holds, that day included: at most 366 days from now. It must be set."`
	Link          string      `toml:"link" check:"link" example:"'https://wiki.example.com/klaviyo-status'" doc:"Where more is written about it; http or https."`

	Replicas          int    `toml:"replicas" check:"count" doc:"C5 only: how many processes share the limit of the account."`
	Steady            bool   `toml:"steady" default:"false" doc:"C5 only: the limit per minute counts as well as the one per second."`
	ProductionAccount string `toml:"production_account" check:"account" doc:"F1 only: the six characters of the account in production, which a report from staging must not be about."`
	WritesOnly        bool   `toml:"writes_only" default:"false" doc:"R1 only: requests that read need no switch."`
}

// Stated reports whether the table holds a statement, beside settings.
func (i *Item) Stated() bool { return i.Attested != "" || i.NotApplicable != "" || i.Accepted != "" }

// Alerts is the [checklist.alerts] table.
type Alerts struct {
	RateLimitedPerMinute int               `toml:"rate_limited_per_minute" check:"count" default:"5" example:"10" doc:"E2: the alert on 429 must fire above this many a minute."`
	ErrorsPerMinute      int               `toml:"errors_per_minute" check:"count" default:"10" example:"20" doc:"E4: the alert on 5xx and failed connections must fire above this many a minute."`
	LatencyP95           string            `toml:"latency_p95" check:"duration" default:"'5s'" example:"'3s'" doc:"E5: the alert on the 95th percentile of the duration must fire above this."`
	MinRequests          int               `toml:"min_requests" check:"count" default:"0" example:"20" doc:"Below this many requests in its window, the written alert on latency stays silent."`
	ScrapeInterval       string            `toml:"scrape_interval" check:"duration" default:"'30s'" example:"'15s'" doc:"How often Prometheus scrapes; windows of written alerts span four of them."`
	P1                   []string          `toml:"P1" default:"['critical', 'page', 'P1', 'high']" example:"['critical']" doc:"Values of severity labels that wake somebody. Written alerts take the first one."`
	P2                   []string          `toml:"P2" default:"['warning', 'ticket', 'P2', 'medium']" example:"['warning']" doc:"Values of severity labels that are looked at in working hours. Written alerts take the first one."`
	Labels               map[string]string `toml:"labels" example:"{ team = 'crm' }" doc:"Further labels of written alerts."`
	Runbook              string            `toml:"runbook" check:"link" example:"'https://wiki.example.com/klaviyo-runbook'" doc:"Address of the runbook, for the annotation of written alerts."`
	Notify               string            `toml:"notify" example:"'@slack-ops'" doc:"Handle at the end of the message of Datadog monitors. None when absent."`
}

// ChecklistModel is one row of [[checklist.model]].
type ChecklistModel struct {
	Package string `toml:"package" check:"import" need:"yes" example:"'example.com/platform/vault'" doc:"Import path of the package that declares it."`
	Type    string `toml:"type" check:"ident" example:"'Client'" doc:"Receiver type of a method, without '*'. Absent for a function."`
	Name    string `toml:"name" check:"ident" need:"yes" example:"'Secret'" doc:"Name of the function or method."`
	Role    string `toml:"role" check:"checkrole" need:"yes" example:"'secret'" doc:"What it does; one of the roles below."`
	Arg     int    `toml:"arg" check:"arg" default:"-1" example:"0" doc:"Position of the argument that the role is about, counted from 0, without the receiver."`
}

// KeyRow is one row of [[keys]].
type KeyRow struct {
	Env      string   `toml:"env" example:"'KLAVIYO_PRIVATE_KEY'" doc:"Environment variable that the key is read from."`
	Secret   string   `toml:"secret" doc:"Its name in a secret manager."`
	File     string   `toml:"file" doc:"File that it is read from."`
	Scopes   []string `toml:"scopes" check:"scope" default:"[]" example:"['events:write', 'profiles:write']" doc:"Its scopes; the words 'full' and 'read-only' stand for what Klaviyo's page calls so."`
	Packages []string `toml:"packages" check:"package" default:"[]" example:"['example.com/shop/internal/reports']" doc:"The packages that use it, where there are several keys."`
}

// Name is what people call the key.
func (k *KeyRow) Name() string {
	for _, s := range []string{k.Env, k.Secret, k.File} {
		if s != "" {
			return s
		}
	}
	return "KLAVIYO_PRIVATE_KEY"
}

// CheckRoles are what a function can be for the checklist, each with its words
// for docs/configuration.md.
var CheckRoles = []struct{ Name, Text string }{
	{"secret", "yields a secret from a secret manager"},
	{"wait", "waits for a rate limiter"},
	{"try", "asks a rate limiter; its boolean result says whether to go on"},
	{"reserve", "reserves a place at a rate limiter"},
	{"breaker", "runs the function `arg` under a circuit breaker"},
	{"report", "reports an error to people"},
	{"log", "logs at warning or above"},
	{"count", "counts a metric"},
	{"observe", "observes a duration"},
	{"flag", "gives a boolean that is set from outside"},
	{"queue", "hands work to a queue that retries"},
	{"health", "registers the health check `arg`"},
}

// itemNames are the items of the checklist, in the order of their groups. They
// stand here since the configuration is read before the items are known.
var itemNames = strings.Fields("A1 A2 A3 A4 A5 B1 B2 B3 B4 B5 B6 C1 C2 C3 C4 C5 D1 D2 D3 D4 E1 E2 E3 E4 E5 E6 E7 E8 F1 R1 R2")

var itemGroups = []string{"A", "B", "C", "D", "E", "F", "R"}

// ItemNames lists the items of the checklist.
func ItemNames() []string { return slices.Clone(itemNames) }

// ExpandItems returns the items that a list of items, groups and the word all
// stands for, in the order of the checklist.
func ExpandItems(list []string) []string {
	var out []string
	for _, id := range itemNames {
		if slices.Contains(list, id) || slices.Contains(list, id[:1]) || slices.Contains(list, all) {
			out = append(out, id)
		}
	}
	return out
}

// ParseItems reads a list of items and groups, separated by commas, as flags
// take it.
func ParseItems(s string) ([]string, error) {
	var out []string
	for id := range strings.SplitSeq(s, ",") {
		if id = strings.TrimSpace(id); id == "" {
			continue
		}
		if err := checks["items"](id); err != nil {
			return nil, err
		}
		out = append(out, id)
	}
	return out, nil
}

// maxStated is how long a statement holds at most, in days.
const maxStated = 366

// checklist checks what single values of the [checklist] and [[keys]] tables
// cannot tell. How long a statement holds depends on the day of the run: see
// [Settings.CheckStatements].
func (d *decoder) checklist() {
	c := &d.file.Checklist
	for i, id := range c.Skip {
		for _, b := range c.Block {
			_, set := d.file.where["checklist.block"]
			if set && len(ExpandItems([]string{id})) > 0 && id == b {
				d.failValue([]string{"checklist", "skip", fmt.Sprint(i)}, "%q is in block and in skip", id)
			}
		}
	}
	for _, id := range itemNames {
		item, ok := c.Items[id]
		if !ok {
			continue
		}
		at := []string{"checklist", id}
		d.statement(at, &item)
		for _, extra := range []struct {
			set     bool
			of, key string
		}{
			{item.Replicas != 0, "C5", "replicas"}, {item.Steady, "C5", "steady"},
			{item.ProductionAccount != "", "F1", "production_account"}, {item.WritesOnly, "R1", "writes_only"},
		} {
			if extra.set && extra.of != id {
				d.failKey(append(at, extra.key), "key %q belongs in [checklist.%s]", extra.key, extra.of)
			}
		}
	}
	for i, k := range d.file.Keys {
		n := 0
		for _, s := range []string{k.Env, k.Secret, k.File} {
			if s != "" {
				n++
			}
		}
		if n > 1 {
			d.failKey([]string{"keys", fmt.Sprint(i)}, "a key has one of env, secret and file, not several")
		}
	}
}

// statement checks the three kinds of statements: exactly one, with a name and a
// day.
func (d *decoder) statement(at []string, item *Item) {
	var kinds []string
	for key, text := range map[string]*string{"attested": &item.Attested, "not_applicable": &item.NotApplicable, "accepted": &item.Accepted} {
		_, set := d.file.where[strings.Join(append(at, key), ".")]
		switch {
		case set && strings.TrimSpace(*text) == "":
			d.failValue(append(at[:2:2], key), "%s needs words: why, or how it is met", key)
			return
		case set:
			kinds = append(kinds, key)
		}
	}
	slices.Sort(kinds)
	if len(kinds) > 1 {
		d.failKey(append(at[:2:2], kinds[1]), "%s and %s exclude each other: one statement for an item", kinds[0], kinds[1])
		return
	}
	alone := item.By != "" || !item.Until.IsZero() || item.Link != ""
	switch {
	case len(kinds) == 0 && alone:
		d.failKey(at, "a statement needs one of attested, not_applicable and accepted")
	case len(kinds) == 1 && strings.TrimSpace(item.By) == "":
		d.failKey(append(at[:2:2], kinds[0]), "key \"by\" is missing in [%s]: who says so", strings.Join(at, "."))
	case len(kinds) == 1 && item.Until.IsZero():
		d.failKey(append(at[:2:2], kinds[0]), "key \"until\" is missing in [%s]: until when, at most %d days from now", strings.Join(at, "."), maxStated)
	}
}

// Position returns where the file sets a key, as in "checklist.E6.until"; the
// zero position where it does not.
func (f *File) Position(key string) Position { return f.where[key] }

// CheckStatements returns what is wrong with the days of the statements on the
// day of the run: none may hold longer than a year.
func (s *Settings) CheckStatements() error {
	var errs Mistakes
	for _, id := range itemNames {
		item, ok := s.Checklist.Items[id]
		if !ok || !item.Stated() || item.Until.Sub(s.Day) <= maxStated {
			continue
		}
		key := "checklist." + id + ".until"
		m := &Mistake{File: s.Path, Position: s.Position(key), Message: fmt.Sprintf(
			"%s holds until %s, %d days from now; a statement holds for %d days at most", key, item.Until, item.Until.Sub(s.Day), maxStated)}
		if s.Path == "" {
			m.Key = key
		}
		errs = append(errs, m)
	}
	if errs == nil {
		return nil
	}
	return errs
}

var (
	accountPattern = lazy.Regexp(`^[A-Za-z0-9]{6}$`)
	funcPattern    = lazy.Regexp(`^[A-Za-z0-9._~+/-]+\.[A-Za-z_][A-Za-z0-9_]*$`)
	scopePattern   = lazy.Regexp(`^[a-z][a-z-]*:(read|write)$`)
)

func checkLink(s string) error {
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return fmt.Errorf("%q is no address; write http:// or https:// in front", s)
	}
	if u.User != nil {
		return fmt.Errorf("an address must not hold a user or password")
	}
	return nil
}

// CheckAccount accepts an account id.
func CheckAccount(s string) error {
	if !accountPattern().MatchString(s) {
		return fmt.Errorf("%q is no account; write the six letters and digits of its public key", s)
	}
	return nil
}

func checkFunc(s string) error {
	if !funcPattern().MatchString(s) {
		return fmt.Errorf("%q is no function; write the import path, the type if it is a method, and the name, joined by dots", s)
	}
	return nil
}

func checkScope(s string) error {
	if s == "full" || s == "read-only" || scopePattern().MatchString(s) {
		return nil
	}
	return fmt.Errorf("%q is no scope; write it as in \"profiles:write\", or the words full or read-only", s)
}

func checkDuration(s string) error {
	if v, err := time.ParseDuration(s); err != nil || v <= 0 {
		return fmt.Errorf("%q is no length of time; write it as in \"5s\" or \"250ms\"", s)
	}
	return nil
}

// ParseScopes reads a list of scopes, separated by commas, as flags take it.
func ParseScopes(s string) ([]string, error) {
	out := []string{}
	for scope := range strings.SplitSeq(s, ",") {
		if scope = strings.TrimSpace(scope); scope == "" {
			continue
		}
		if err := checkScope(scope); err != nil {
			return nil, err
		}
		out = append(out, scope)
	}
	return out, nil
}
