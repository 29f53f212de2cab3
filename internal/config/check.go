package config

import (
	"fmt"
	"go/token"
	"net"
	"path"
	"slices"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
	"github.com/klaviyolint/klaviyolint/internal/lazy"
)

// Roles are what a function of a library can do, each with its words for
// docs/configuration.md. internal/libraries/functions.csv has the same ones.
var Roles = []struct{ Name, Text string }{
	{"new-client", "makes a client; `arg` is the `*http.Client` that it sends with, if it takes one"},
	{"base", "sets the base URL of a client (`arg`)"},
	{"header", "sets one header (`key`, `value`)"},
	{"headers", "sets several headers from a map (`arg`)"},
	{"auth-scheme", "sets the scheme of the Authorization header (`arg`)"},
	{"auth-token", "sets what follows that scheme (`arg`)"},
	{"bearer", "sets a bearer token (`arg`)"},
	{"basic", "sets basic authentication"},
	{"request", "starts a request, which later calls complete and send"},
	{"url", "sets the URL of a request (`arg`)"},
	{"path", "sets or extends its path (`arg`)"},
	{"path-param", "fills `{name}` in the path (`key`, `value`)"},
	{"method", "sets its HTTP method (`arg`)"},
	{"verb", "sets its HTTP method, as `method` says, and its path (`url`)"},
	{"body", "sets its body (`arg`)"},
	{"query", "sets a query parameter (`key`, `value`), or several from a map, `url.Values` or string (`arg`)"},
	{"context", "sets its context (`arg`)"},
	{"timeout", "sets a timeout (`arg`)"},
	{"tls", "sets the `*tls.Config` of a client (`arg`); without an argument: switches the check of certificates off"},
	{"transport", "sets the RoundTripper or `*http.Client` (`arg`)"},
	{"middleware", "adds a function that may change every request (`arg`)"},
	{"http-client", "makes an `*http.Client`"},
	{"standard-client", "gives an `*http.Client` that sends through the receiver"},
	{"wrap", "makes a request of its own type around the `*http.Request` `arg`"},
	{"build", "makes an `*http.Request` of the receiver"},
	{"result", "takes a pointer that the answer is decoded into (`arg`)"},
	{"inspect", "adds a function that sees every response (`arg`)"},
	{"retry", "switches retries on"},
	{"retry-if", "adds a condition on which a request is sent again (`arg`)"},
	{"retry-only-if", "sets the only condition on which a request is sent again (`arg`)"},
	{"retry-hook", "adds a function that is called before each further attempt (`arg`)"},
	{"retry-wait", "sets the function that says how long to wait before an attempt (`arg`)"},
	{"retry-steady", "sets a fixed wait between attempts"},
	{"self", "changes nothing that klaviyolint looks at"},
	{"send", "sends the receiver or the request `arg`; or builds and sends one in a single call: `url`, `body`, and as the HTTP method `method` or the argument `arg`"},
	{"attempts", "calls the function `arg` again while it fails"},
	{"marked-attempts", "calls the function `arg` again while its error is one that is marked"},
	{"permanent-error", "marks the error `arg` as one that is not tried again"},
	{"retryable-error", "marks the error `arg` as one that is tried again"},
	{"retry-choice", "an option that chooses which errors are tried again (`arg`)"},
	{"each", "calls the function `arg` for each element of the list `value`, or of the receiver"},
	{"cursor", "gives one row, line or record at each call"},
	{"draw", "gives the time, a random number or a new id at each call"},
	{"json", "gives `arg` as JSON"},
	{"same", "gives its argument `arg`"},
	{"default", "sets the default of a setting (`key`, `value`)"},
	{"defaults", "sets the defaults of several settings from a map or a struct (`arg`)"},
	{"setting", "reads a setting (`key`)"},
	{"settings", "fills a struct from settings (`arg`), from those below `key` if it takes one"},
	{"sub-settings", "gives the settings below one (`key`)"},
	{"flag", "defines a flag (`key`) with a default (`value`), and returns a pointer to it or writes it to `arg`"},
	{"flag-value", "reads a flag (`key`)"},
	{"shows-log", "logs its arguments from `arg` on"},
	{"shows-print", "prints them"},
	{"shows-error", "puts them into an error"},
	{"shows-metric", "makes labels of a metric of them"},
	{"shows-answer", "answers an HTTP request with them"},
}

// returns are the values of Model.Returns, likewise.
var returns = []struct{ Name, Text string }{
	{"self", "the receiver, for chains"},
	{"client", "a client"},
	{"builder", "a request that is being built"},
	{"wrapped", "a type of its own around `*http.Request`"},
	{"response", "a response"},
}

var methods = []string{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}

// regions are the regions that have phone numbers of their own: ISO 3166-1 codes
// and those that phone number plans use beside them (AC, TA, XK).
var regions = strings.Fields(`AC AD AE AF AG AI AL AM AO AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT
BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB
GD GE GF GG GH GI GL GM GN GP GQ GR GT GU GW GY HK HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR
KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI
NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST
SV SX SY SZ TA TC TD TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW`)

var (
	digits          = lazy.Regexp(`^\d{1,5}$`)
	revisionPattern = lazy.Regexp(`^\d{4}-\d{2}-\d{2}(\.[a-z]+)?$`)
	headerPattern   = lazy.Regexp("^[A-Za-z0-9!#$%&'*+.^_`|~-]+$")
	hostPattern     = lazy.Regexp(`^[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*$`)
	importPattern   = lazy.Regexp(`^[A-Za-z0-9._~+-]+(/[A-Za-z0-9._~+-]+)*$`)
)

// checks are the constraints on strings that the check tags name.
var checks = map[string]func(string) error{
	"rule": func(s string) error {
		if s == all {
			return nil
		}
		return checkRule(s, all)
	},
	"rulename": func(s string) error { return checkRule(s) },
	"glob":     checkGlob,
	"region": func(s string) error {
		if up := strings.ToUpper(s); up != s && slices.Contains(regions, up) {
			return fmt.Errorf("region %q must be upper case: %q", s, up)
		}
		if !slices.Contains(regions, s) {
			return fmt.Errorf("%q is no region; write two letters of ISO 3166, as in \"US\"", s)
		}
		return nil
	},
	"package": func(s string) error { return checkImport(strings.TrimSuffix(s, "/...")) },
	"import":  checkImport,
	"host": func(s string) error {
		host := s
		if name, port, err := net.SplitHostPort(s); err == nil && digits().MatchString(port) {
			host = name
		}
		if !hostPattern().MatchString(host) {
			return fmt.Errorf("%q is no host; write the name alone, as in \"klaviyo-proxy.internal\"", s)
		}
		return nil
	},
	"header": func(s string) error {
		if !headerPattern().MatchString(s) {
			return fmt.Errorf("%q is no header name", s)
		}
		return nil
	},
	"ident": func(s string) error {
		if !token.IsIdentifier(s) {
			return fmt.Errorf("%q is no Go identifier; write the name alone, without package, star or type parameters", s)
		}
		return nil
	},
	"function": func(s string) error {
		if start := strings.TrimSuffix(s, "*"); s != "*" && !token.IsIdentifier(start) {
			return fmt.Errorf("%q is no Go identifier; write the name alone, without package or type parameters", s)
		}
		return nil
	},
	"item": func(s string) error { return oneOf("item", s, ItemNames()) },
	"items": func(s string) error {
		return oneOf("item or group", s, append(append([]string{"all"}, itemGroups...), ItemNames()...))
	},
	"link":      checkLink,
	"account":   CheckAccount,
	"func":      checkFunc,
	"scope":     checkScope,
	"checkrole": func(s string) error { return oneOf("role", s, namesOf(CheckRoles)) },
	"duration":  checkDuration,
	"role":      func(s string) error { return oneOf("role", s, namesOf(Roles)) },
	"method":    func(s string) error { return oneOf("HTTP method", s, methods) },
	"returns":   func(s string) error { return oneOf("value of returns", s, namesOf(returns)) },
	"target": func(s string) error {
		_, err := klaviyo.ParseDay(s)
		if err != nil && revisionPattern().MatchString(s) && len(s) > 10 {
			return fmt.Errorf("target %q is a beta revision; name a stable one, as in \"2026-07-15\"", s)
		}
		return err
	},
	"revision": func(s string) error {
		day, _, _ := strings.Cut(s, ".")
		if _, err := klaviyo.ParseDay(day); err != nil || !revisionPattern().MatchString(s) {
			return fmt.Errorf("%q is no revision; write YYYY-MM-DD, with .pre for a beta", s)
		}
		return nil
	},
}

func checkString(check, s string) error {
	if check == "" {
		return nil
	}
	return checks[check](s)
}

func namesOf(list []struct{ Name, Text string }) []string {
	names := make([]string, len(list))
	for i, e := range list {
		names[i] = e.Name
	}
	return names
}

func oneOf(what, s string, names []string) error {
	if slices.Contains(names, s) {
		return nil
	}
	return fmt.Errorf("%s %q does not exist%s", what, s, didYouMean(s, names))
}

// checkRule accepts the names of rules, and anything where these are unknown.
func checkRule(s string, more ...string) error {
	if names := RuleNames(); names != nil {
		return oneOf("rule", s, append(names, more...))
	}
	return nil
}

func checkGlob(s string) error {
	if s == "" || strings.Trim(s, "./") == "" {
		return fmt.Errorf("glob %q names no path", s)
	}
	if strings.Contains(s, `\`) {
		return fmt.Errorf("glob %q holds a backslash; write paths with slashes", s)
	}
	for element := range strings.SplitSeq(s, "/") {
		if element == ".." {
			return fmt.Errorf("glob %q leaves the root; paths start there", s)
		}
		if _, err := path.Match(element, ""); err != nil {
			return fmt.Errorf("glob %q is malformed: a '[' without its ']'", s)
		}
		if element != "**" && strings.Contains(element, "**") {
			return fmt.Errorf("glob %q has '**' inside a name; it stands for whole folders", s)
		}
	}
	return nil
}

func checkImport(s string) error {
	if !importPattern().MatchString(s) {
		return fmt.Errorf("%q is no import path", s)
	}
	return nil
}

// together checks what single values cannot tell, and draws the profile.
func (d *decoder) together() {
	f := d.file
	for i, rule := range f.Disable {
		if slices.Contains(f.Enable, rule) {
			d.failValue([]string{"disable", fmt.Sprint(i)}, "%q is enabled and disabled", rule)
		}
	}
	if _, set := f.where["severity"]; slices.Contains(f.Enable, all) && !set {
		f.Severity = Info
		f.where["severity"] = f.where["enable"]
	}
	d.checklist()
	for i, m := range f.Client.Models {
		at := []string{"client", "model", fmt.Sprint(i)}
		needs := func(missing bool, what string) {
			if missing {
				d.failKey(at, "role %q needs %s", m.Role, what)
			}
		}
		switch m.Role {
		case "verb":
			needs(m.Method == "", "method")
		case "query":
			needs(m.Arg == NoArg && (m.Key == NoArg || m.Value == NoArg), "key and value, or arg")
		case "header", "path-param":
			needs(m.Key == NoArg || m.Value == NoArg, "key and value")
		case "default":
			needs(m.Key == NoArg || m.Value == NoArg, "key and value")
		case "flag":
			needs(m.Key == NoArg || m.Value == NoArg, "key and value")
		case "setting", "sub-settings", "flag-value":
			needs(m.Key == NoArg, "key")
		case "base", "headers", "auth-scheme", "auth-token", "bearer", "url", "path", "method", "body", "wrap", "attempts", "marked-attempts",
			"permanent-error", "retryable-error", "retry-choice", "each", "json", "same", "defaults", "settings":
			needs(m.Arg == NoArg, "arg")
		}
	}
}
