package preflight

import (
	"fmt"
	"os"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
)

// maxRevisions bounds how many revisions of the code are asked for.
const maxRevisions = 5

// revisions is P4: is each revision that the code sends served as itself?
func (n *runner) revisions() Check {
	c := Check{ID: "P4", Name: "revision"}
	needs := n.o.Needs
	if needs == nil {
		newest := klaviyo.NewestStable(n.today).Value
		c.Revisions = []Served{n.served(RevisionUse{Value: newest})}
		c.State, c.Text = c.Revisions[0].State, c.Revisions[0].Text+" (newest stable; the code was not looked at)"
		return c
	}
	asked := map[string]bool{}
	for _, use := range needs.Revisions {
		if use.Value == "" {
			if v := os.Getenv(use.Env); use.Env != "" && v != "" {
				use.Value = v
			} else {
				what := "taken from outside"
				if use.Env != "" {
					what = "taken from the environment variable " + use.Env + ", which is not set here"
				}
				c.Revisions = append(c.Revisions, Served{State: Unknown, Text: what + places(use.At), At: use.At})
				continue
			}
		}
		if len(asked) >= maxRevisions && !asked[use.Value] {
			c.Revisions = append(c.Revisions, Served{Sent: n.red.Outside(use.Value, 40), State: Unknown, Text: fmt.Sprintf("%s was not asked for: at most %d are", n.red.Outside(use.Value, 40), maxRevisions), At: use.At})
			continue
		}
		asked[use.Value] = true
		c.Revisions = append(c.Revisions, n.served(use))
	}
	if len(needs.Unsent) > 0 {
		c.Revisions = append(c.Revisions, Served{State: Warn, Text: "the code sends no revision" + places(needs.Unsent), At: needs.Unsent})
	}
	for i := range c.Revisions {
		if c.Revisions[i].At == nil {
			c.Revisions[i].At = []string{}
		}
	}
	if len(c.Revisions) == 0 {
		c.State, c.Text = Skip, "the code sends no revision that is known"
		return c
	}
	worst := 0
	for i, s := range c.Revisions {
		if s.State.rank() > c.Revisions[worst].State.rank() {
			worst = i
		}
	}
	c.State, c.Text = c.Revisions[worst].State, c.Revisions[worst].Text
	for i, s := range c.Revisions {
		if i != worst {
			c.Details = append(c.Details, string(s.State)+": "+s.Text)
		}
	}
	if c.State == Fail {
		c.next = "move to a revision that is served, such as " + klaviyo.NewestStable(n.today).Value
	}
	c.Requests = n.asked
	return c
}

// places shows the first of some places in the code.
func places(at []string) string {
	switch len(at) {
	case 0:
		return ""
	case 1:
		return "; " + at[0]
	}
	return fmt.Sprintf("; %s and %d more", at[0], len(at)-1)
}

// served asks for one revision, unless the key check has done so.
func (n *runner) served(use RevisionUse) Served {
	out := Served{Sent: n.red.Outside(use.Value, 40), State: Unknown, At: use.At}
	if out.At == nil {
		out.At = []string{}
	}
	at := places(use.At)
	status, rev := klaviyo.RevisionAt(use.Value, n.today)
	if status == klaviyo.Malformed || status == klaviyo.Empty || status == klaviyo.Latest {
		out.State, out.Text = Fail, fmt.Sprintf("%q is no revision%s", out.Sent, at)
		return out
	}
	var a *answer
	var m meaning
	var e apiError
	switch {
	case n.acct != nil && n.acct.a.req.Sent == use.Value && n.acct.m != keyRefused:
		a, m, e = n.acct.a, n.acct.m, n.acct.e
	case n.s.stopped != "":
		out.Text = fmt.Sprintf("%s was not asked for: %s%s", out.Sent, n.s.stopped, at)
		return out
	default:
		a, m, e = n.ask(accountsPath, accountsQuery, use.Value)
		n.asked = append(n.asked, a.req)
	}
	out.Served = a.req.Served
	switch {
	case m == noRevision:
		out.State = Fail
		out.Text = fmt.Sprintf("%s is not served any more (%d)%s", out.Sent, a.req.Status, at)
		return out
	case m != granted && m != refused:
		out.Text = fmt.Sprintf("%s: %s%s", out.Sent, n.s.words(a, m, e), at)
		return out
	case out.Served == "":
		out.Text = fmt.Sprintf("%s: the answer does not say which revision it is of%s", out.Sent, at)
		return out
	case out.Served == use.Value:
		out.State = OK
		out.Text = out.Sent + " is served as itself"
		if status == klaviyo.Deprecated {
			out.Text += fmt.Sprintf(" (deprecated, retired on %s)", rev.RetiredOn)
		}
		out.Text += at
		return out
	}
	// Fall-forward: only a retired revision is answered by another.
	out.State = Warn
	why := status.String()
	if status == klaviyo.Retired {
		out.State = Fail
		why = "retired"
		if !rev.RetiredOn.IsZero() {
			why += " on " + rev.RetiredOn.String()
		}
	}
	out.Text = fmt.Sprintf("%s is answered as %s (%s)%s", out.Sent, strings.TrimSpace(out.Served), why, at)
	return out
}
