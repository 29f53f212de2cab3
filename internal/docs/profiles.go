package docs

import (
	"fmt"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/rule"
)

const profiles = `Every rule is on. The default profile reports errors and warnings, and each of them makes the exit code 1:

- An **error** is wrong wherever it runs. Klaviyo refuses the call or answers as another API, others can read a key, or anyone can forge a webhook.
- A **warning** works on the day it is written and hurts later: under load, on a retry, when no answer comes, when a revision retires.

**Info** is advice. It is as true as the rest, but other code decides whether it matters: a caller that waits, a page that may break.
It is off by default, because people switch off a linter that gives advice unasked. The profile %s turns it on, for example for a review:
write ` + "`enable = [\"all\"]` in `.klaviyolint.toml`, or run once with `-severity info`" + `. It adds:

%s
` + "`-strict` (`strict = true`)" + ` is about certainty. Without it klaviyolint reports only what is certain. With it klaviyolint also reports what is only possible:
code out of sight may still repair the request, or nobody outside Klaviyo knows what the server answers.

%s
[Configuration](%sconfiguration.md) tells how to give a rule another severity, switch it off, or leave paths out.
`

// Profiles says what is reported by default and why, and lists what the profile
// all and strict add; folder stands before the links to rules, and up before
// those to other pages.
func Profiles(rules []*rule.Rule, folder, up string) string {
	table := func(want func(rule.Kind) bool) string {
		var b strings.Builder
		b.WriteString("| rule | finding | severity | |\n|---|---|---|---|\n")
		for _, r := range rules {
			for _, k := range r.Doc.Kinds {
				if want(k) {
					fmt.Fprintf(&b, "| [%s](%s%s.md) | `%s` | %s | %s |\n", r.Doc.Name, folder, r.Doc.Name, k.Name, k.Severity, k.Text)
				}
			}
		}
		return b.String()
	}
	return fmt.Sprintf(profiles, "`all`",
		table(func(k rule.Kind) bool { return k.Severity == config.Info && !k.Strict }),
		table(func(k rule.Kind) bool { return k.Strict }), up)
}

// terms are the words that the pages of the rules share.
const terms = `
## Words on these pages

| word | meaning |
|---|---|
| finding | what a rule reports at one place. The page of a rule lists the kinds of its findings; the JSON output names the kind as ` + "`category`" + `. A kind cannot be switched off alone, only its rule. |
| client | the code that sends the requests of a code base: one package or type, or a library |
| injected client | a client that the code gets as a parameter or field, so the rule does not see how it was made |
| from outside | not in the code: an environment variable, a file, a flag, a database, or a parameter whose callers are not in sight |
| code out of sight | code that klaviyolint does not follow: most other modules, and functions that are chosen at run time |
| on every path | whichever way the code takes to the request. A header that is set in one branch of an ` + "`if`" + ` is not missing on every path. |
| the revision that answers | the revision that Klaviyo uses for the answer: the one sent, or for a retired one the oldest that it still serves |
| upsert | one call that creates or updates |
| company id | the public key of an account: six letters and digits |
| private key | the secret key of an account: it starts with ` + "`pk_`" + ` |
| host | the program in which klaviyolint runs: the command, go vet, golangci-lint, Bazel or an editor |
`
