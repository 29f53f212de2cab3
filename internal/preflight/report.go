package preflight

import (
	"time"
)

// Schema names the form of the JSON report. Fields are only added within it.
const Schema = "klaviyolint.preflight/1"

// A State is the outcome of a check.
type State string

const (
	OK      State = "ok"
	Warn    State = "warn"
	Fail    State = "fail"
	Skip    State = "skip"    // does not apply
	Unknown State = "unknown" // could not be asked, or the answer does not tell
)

// rank orders states by what a reader must see first.
func (s State) rank() int {
	switch s {
	case Skip:
		return 0
	case OK:
		return 1
	case Unknown:
		return 2
	case Warn:
		return 3
	}
	return 4
}

func worse(a, b State) State {
	if b.rank() > a.rank() {
		return b
	}
	return a
}

// Health sums up what the key check found, in the words of health checks.
type Health string

const (
	Healthy  Health = "healthy"
	Degraded Health = "degraded" // Klaviyo answers, and says nothing about the key
	Down     Health = "down"
)

// A Report is the result of one run.
type Report struct {
	Schema  string   `json:"schema"`
	Tool    Tool     `json:"tool"`
	At      string   `json:"at"`                 // RFC 3339, UTC
	Commit  string   `json:"commit,omitempty"`   // HEAD of the working tree
	Base    string   `json:"base"`               // where the requests went
	Proxy   string   `json:"proxy,omitempty"`    // host and port, without user information
	Key     KeyInfo  `json:"key"`                //
	Health  Health   `json:"health"`             //
	Account *Account `json:"account"`            // null when not known
	Exit    int      `json:"exit"`               //
	Checks  []Check  `json:"checks"`             // in the order of their ids
	Next    string   `json:"next,omitempty"`     // what to do about the first failure
	Stopped string   `json:"stopped,omitempty"`  // why the run ended early
	Needs   *Summary `json:"inventory,omitzero"` // what the code was seen to need; absent with -no-code

	at time.Time
}

// Tool says which build asked.
type Tool struct {
	Version string `json:"version"`
	Facts   string `json:"facts"` // day of the facts
}

// KeyInfo says which key was used, without the key.
type KeyInfo struct {
	From   string `json:"from"`   // "env KLAVIYO_PRIVATE_KEY"
	Masked string `json:"masked"` // "pk_12…9f"
}

// Account is the account that the key belongs to.
type Account struct {
	ID       string  `json:"id"`
	Test     bool    `json:"test"` // Klaviyo marks it as a test account
	Expected *string `json:"expected"`
}

// Summary counts what the code needs.
type Summary struct {
	Calls     int    `json:"calls"`
	Endpoints int    `json:"endpoints"`
	Handlers  int    `json:"handlers"`
	Open      string `json:"open,omitempty"` // what keeps the list of calls from being complete
}

// A Check is one line of the report.
type Check struct {
	ID        string     `json:"id"` // P0 to P8; P2 has two: the key, and whose it is
	Name      string     `json:"name"`
	State     State      `json:"state"`
	Text      string     `json:"text"`
	Details   []string   `json:"details,omitempty"`
	LatencyMS int64      `json:"latency_ms,omitempty"`
	Scopes    *Scopes    `json:"scopes,omitempty"`
	Revisions []Served   `json:"revisions,omitempty"`
	Limits    []Headroom `json:"limits,omitempty"`
	SkewS     *int64     `json:"skew_s,omitempty"` // Klaviyo's clock minus ours
	Build     *Build     `json:"build,omitempty"`
	Webhooks  *int       `json:"webhooks,omitempty"` // registered ones
	Requests  []Request  `json:"requests"`

	next    string
	verbose []string
}

// Scopes says what is known of each scope.
type Scopes struct {
	Granted  []string `json:"granted"`
	Refused  []string `json:"refused"`
	Untested []string `json:"untested"` // needed, and no harmless request shows them
	Surplus  []string `json:"surplus"`  // null when it was not looked for
	Unknown  []string `json:"unknown"`  // asked, without a clear answer
	Possible []string `json:"possible"` // perhaps needed, refused or not tested
	// Probes says at which revision a scope was asked for where that is not
	// the code's.
	Probes map[string]string `json:"probes,omitempty"`
}

// Served is what became of one revision that the code sends.
type Served struct {
	Sent   string   `json:"sent"`
	Served string   `json:"served"` // "" when the answer does not say
	State  State    `json:"state"`
	Text   string   `json:"text"`
	At     []string `json:"at"` // places in the code
}

// Headroom is what the rate limit headers of one endpoint said last.
type Headroom struct {
	Endpoint  string `json:"endpoint"`
	Limit     int    `json:"limit"`     // requests in the steady window
	Window    int    `json:"window_s"`  // its length in seconds
	Remaining int    `json:"remaining"` // in that window, for this endpoint alone
	Reset     int    `json:"reset_s"`
	Calls     int    `json:"calls"` // of the code
	Tier      string `json:"tier,omitempty"`
	Burst     int    `json:"burst,omitempty"` // per second
}

// Build is what is known of the code that will run.
type Build struct {
	From     string   `json:"from"` // the file
	Module   string   `json:"module,omitempty"`
	Version  string   `json:"version,omitempty"`
	Go       string   `json:"go,omitempty"`
	Revision string   `json:"vcs_revision,omitempty"`
	Time     string   `json:"vcs_time,omitempty"`
	Modified *bool    `json:"vcs_modified,omitempty"`
	SDKs     []Module `json:"sdks"`
}

// A Module is a Klaviyo client among the dependencies.
type Module struct {
	Path     string `json:"path"`
	Version  string `json:"version"`
	Sum      string `json:"sum,omitempty"`
	Replace  string `json:"replace,omitempty"`
	Revision string `json:"revision,omitempty"` // that it sends, by the table
	Status   string `json:"status,omitempty"`   // of that revision today
}

// A Request is one exchange, retries together.
type Request struct {
	Method   string `json:"method"`
	Path     string `json:"path"` // without the query
	Status   int    `json:"status"`
	Code     string `json:"code,omitempty"` // of Klaviyo's error body
	Sent     string `json:"revision_sent,omitempty"`
	Served   string `json:"revision_served,omitempty"`
	ID       string `json:"request_id,omitempty"` // Klaviyo's support asks for it
	MS       int64  `json:"ms"`                   // to the headers of the answer, last try only
	Tries    int    `json:"tries"`
	Problem  string `json:"problem,omitempty"` // why there is no usable answer
	Phases   string `json:"phases,omitempty"`  // DNS, connect, TLS and server apart
	IssuedBy string `json:"issued_by,omitempty"`
}

// Fails counts the checks in a state.
func (r *Report) count(s State) int {
	n := 0
	for _, c := range r.Checks {
		if c.State == s {
			n++
		}
	}
	return n
}

// conclude fills in what follows from the checks: the exit code and the next
// step. failOn is the mildest state that counts as a failure.
func (r *Report) conclude(failOn State) {
	r.Exit = 0
	r.Next = ""
	for _, c := range r.Checks {
		bad := c.State == Fail
		switch failOn {
		case Warn:
			bad = bad || c.State == Warn
		case Unknown:
			bad = bad || c.State == Warn || c.State == Unknown
		}
		if bad {
			r.Exit = 1
		}
		if c.State == Fail && r.Next == "" {
			r.Next = c.next
		}
	}
}
