package preflight

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
)

const (
	accountsPath  = "/api/accounts"
	accountsQuery = "fields[account]=public_api_key,test_account,timezone"
	slow          = 5000 // ms, above which latency is a warning
)

// accountResult is what the key check found, for the checks after it.
type accountResult struct {
	a *answer
	m meaning
	e apiError
}

// credentialCodes are the codes by which Klaviyo refuses a key (facts: limits
// and errors). Its pages say 400 for a bad key, its real replies are 401.
var credentialCodes = []string{"not_authenticated", "authentication_failed"}

// account is P2: is the key accepted, and whose is it?
func (n *runner) account() {
	key := Check{ID: "P2", Name: "key"}
	acc := Check{ID: "P2", Name: "account"}
	defer func() { n.add(key); n.add(acc) }()
	if n.s.stopped != "" {
		key.State, key.Text = Unknown, "not asked: "+n.s.stopped
		acc.State, acc.Text = Unknown, "not known"
		return
	}
	a, m, e := n.ask(accountsPath, accountsQuery, klaviyo.NewestStable(n.today).Value)
	n.acct = &accountResult{a, m, e}
	n.s.noRetry = m == noAnswer
	key.Requests = []Request{a.req}
	key.LatencyMS = a.req.MS
	id, test, count := "", false, -1
	if m == granted {
		id, test, count = accountIn(a.body)
	}
	if id == "" && (m == granted || m == refused) && klaviyo.IsCompanyID(a.header.Get("Cid")) && count != 0 {
		id = a.header.Get("Cid")
	}
	id = n.red.mask(id, 0)
	key.State, key.Text = n.keyState(a, m, e, count)
	if key.State == OK && id != "" {
		key.Text = fmt.Sprintf("account %s, %d ms", id, a.req.MS)
	}
	n.r.Health = healthOf(key.State, m)
	if key.State == OK && a.req.MS > slow {
		key.State = Warn
		key.Text += "; the answer took more than 5 s"
	}
	key.next = n.keyAdvice(m)
	if id != "" {
		n.r.Account = &Account{ID: id, Test: test}
		if n.o.Expected != "" {
			n.r.Account.Expected = &n.o.Expected
		}
	}
	n.whose(&acc, id, test)
}

// accountIn reads the reply: the id of its one account, and how many there are.
func accountIn(body []byte) (id string, test bool, count int) {
	var doc struct {
		Data []struct {
			Type       string `json:"type"`
			ID         string `json:"id"`
			Attributes struct {
				Test bool   `json:"test_account"`
				Key  string `json:"public_api_key"`
			} `json:"attributes"`
		} `json:"data"`
	}
	if json.Unmarshal(body, &doc) != nil {
		return "", false, -1
	}
	if len(doc.Data) != 1 {
		return "", false, len(doc.Data)
	}
	d := doc.Data[0]
	id = d.ID
	if !klaviyo.IsCompanyID(id) {
		id = d.Attributes.Key
	}
	if !klaviyo.IsCompanyID(id) || d.Type != "account" {
		return "", false, -1
	}
	return id, d.Attributes.Test, 1
}

// keyState judges the answer to the key check.
func (n *runner) keyState(a *answer, m meaning, e apiError, count int) (State, string) {
	switch m {
	case granted:
		switch {
		case count == 1:
			return OK, ""
		case count >= 0:
			return Fail, fmt.Sprintf("the answer lists %d accounts; a key belongs to exactly one", count)
		}
		return Unknown, "the answer (200) is no list of accounts: a proxy answered, or the form of the answer has changed"
	case refused:
		return Warn, fmt.Sprintf("the key is live, but lacks %s%s", accountsRead, said(a, e))
	case limited:
		return Warn, "degraded: " + n.s.words(a, m, e)
	case malformed:
		text := strings.ToLower(e.Detail + " " + e.Title)
		if slices.Contains(credentialCodes, e.Code) || strings.Contains(text, "api key") || strings.Contains(text, "credential") || strings.Contains(text, "authorization") {
			return Fail, "the key is refused" + said(a, e)
		}
		return Unknown, n.s.words(a, m, e)
	case keyRefused, serverError, noAnswer, redirected:
		return Fail, n.s.words(a, m, e)
	}
	return Unknown, n.s.words(a, m, e)
}

func said(a *answer, e apiError) string {
	if e.Code == "" {
		return fmt.Sprintf(" (%d)", a.req.Status)
	}
	return fmt.Sprintf(" (%d %s)", a.req.Status, e.Code)
}

// healthOf gives the outcome in the words of health checks: only what speaks
// against the key or Klaviyo is down.
func healthOf(s State, m meaning) Health {
	switch {
	case s == OK, m == refused:
		return Healthy
	case m == limited, m == intercepted:
		return Degraded
	}
	return Down
}

func (n *runner) keyAdvice(m meaning) string {
	switch m {
	case keyRefused, malformed:
		return "the key may be revoked: make a new one in Klaviyo (Settings, API keys) and put it into " + n.o.Key.From
	case serverError, noAnswer:
		return "look at " + DefaultStatus + ", and at the way out of this network"
	case redirected:
		return "something on the way redirects: no answer of Klaviyo's does"
	}
	return ""
}

// whose judges the account against the expected one.
func (n *runner) whose(c *Check, id string, test bool) {
	switch {
	case id == "":
		c.State, c.Text = Unknown, "not known"
		if n.o.Expected != "" {
			c.Text = "not known; expected " + n.o.Expected
		}
	case n.o.Expected == "":
		c.State = Warn
		c.Text = fmt.Sprintf("no expected account given; set [preflight] account = %q", id)
	case id != n.o.Expected:
		c.State = Fail
		c.Text = fmt.Sprintf("the key belongs to %s, expected %s", id, n.o.Expected)
		c.next = "use a key of account " + n.o.Expected
		return
	default:
		c.State, c.Text = OK, id+", as expected"
	}
	if test {
		c.State = worse(c.State, Warn)
		c.Text += "; it is a test account"
	}
}
