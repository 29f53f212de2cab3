package authheader

import (
	"fmt"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/keyflow"
	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
	"github.com/klaviyolint/klaviyolint/internal/requests"
	"github.com/klaviyolint/klaviyolint/internal/rule"
)

// Analyzer reports requests that do not identify themselves as Klaviyo asks.
var Analyzer = rule.New(Doc, run, requests.Analyzer)

const header = "Authorization"

type judge struct {
	pass *analysis.Pass
	s    *config.Settings
	res  *requests.Result
	once *rule.Once
}

func run(pass *analysis.Pass) error {
	j := &judge{pass: pass, s: rule.Settings(pass), res: pass.ResultOf[requests.Analyzer].(*requests.Result), once: rule.NewOnce(pass)}
	for _, r := range j.res.Requests {
		if r.Via.SDK != "" || r.HostKind() != klaviyo.HostAPI || excluded(r) {
			continue
		}
		j.values(r)
		j.company(r)
	}
	j.missing()
	return nil
}

// excluded reports whether all paths of the request are ones that take another
// credential, or are another rule's business altogether.
func excluded(r *requests.Request) bool {
	kinds, all := r.Kinds()
	return all && !kinds[klaviyo.PathAPI] && !kinds[klaviyo.PathClient] && !kinds[klaviyo.PathOther]
}

// certainlyAPI reports whether all paths of the request are the server API's.
func certainlyAPI(r *requests.Request) bool {
	kinds, all := r.Kinds()
	return all && len(kinds) == 1 && kinds[klaviyo.PathAPI]
}

// values judges each value that the header may have.
func (j *judge) values(r *requests.Request) {
	all := j.res.HeaderValues(r, header)
	for _, h := range all {
		c, ok := keyflow.ReadCredential(h.Text)
		if !ok || h.Gen {
			continue
		}
		kind, message := j.wrong(r, c)
		if kind == "" || mixed(all, c) || kind == "scheme" && j.res.StartsElsewhere(h) {
			continue
		}
		at, ok := j.res.SetterPlace(r, h)
		if !ok {
			continue
		}
		j.once.Report(at, kind, message, j.fix(h, c, kind)...)
	}
}

const right = "send \"" + header + ": " + klaviyo.KeyScheme + " <private key>\""

// wrong says what is wrong with a credential, or nothing.
func (j *judge) wrong(r *requests.Request, c keyflow.Credential) (kind, message string) {
	switch {
	case c.Bare:
		if !strings.HasPrefix(c.Rest.Pattern(), "pk_") && !certainlyAPI(r) {
			return "", ""
		}
		return "scheme", fmt.Sprintf("the credential has no scheme, and Klaviyo refuses it; %s", right)
	case strings.EqualFold(c.Scheme, klaviyo.KeyScheme) && !c.Glued:
		if keyflow.PublicText(c.Rest) {
			return "public", "the public company id is sent as the private key, and Klaviyo refuses it; send the key that starts with \"pk_\""
		}
	case strings.EqualFold(c.Scheme, "Bearer") && !c.Glued:
		if keyflow.PrivateText(c.Rest) || keyflow.UsedAsKey(j.res, r, c.Rest) {
			return "bearer", fmt.Sprintf("a private key is sent with \"Bearer\", the scheme of OAuth tokens; %s", right)
		}
	case certainlyAPI(r) || strings.Contains(strings.ToLower(c.Scheme), "klaviyo") || strings.HasPrefix(c.Rest.Pattern(), "pk_"):
		if c.Glued {
			return "scheme", fmt.Sprintf("no space follows the scheme %q, and Klaviyo refuses the credential; %s", c.Scheme, right)
		}
		return "scheme", fmt.Sprintf("Klaviyo does not know the scheme %q, and refuses it; %s", c.Scheme, right)
	}
	return "", ""
}

// mixed reports whether a value is put together from alternatives that may not
// belong together: the same credential also goes out with a scheme that is
// right, chosen elsewhere.
func mixed(all []requests.HeaderValue, c keyflow.Credential) bool {
	if c.Rest.Known() {
		return false
	}
	for _, o := range all {
		d, ok := keyflow.ReadCredential(o.Text)
		if ok && strings.EqualFold(d.Scheme, klaviyo.KeyScheme) && !d.Glued && keyflow.SameText(c.Rest, d.Rest) {
			return !strings.EqualFold(c.Scheme, klaviyo.KeyScheme)
		}
	}
	return false
}
