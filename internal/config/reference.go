package config

import (
	_ "embed"
	"fmt"
	"strings"
)

//go:embed reference.md
var referenceIntro string

// Reference returns docs/configuration.md.
func Reference() string {
	var b strings.Builder
	b.WriteString(referenceIntro)
	for _, t := range Tables() {
		title := "Top level"
		if t.Header != "" {
			title = "`" + t.Header + "`"
		}
		fmt.Fprintf(&b, "\n## %s\n\n", title)
		if t.Doc != "" {
			b.WriteString(t.Doc + "\n\n")
		}
		b.WriteString("| key | type | default | |\n|---|---|---|---|\n")
		for _, k := range t.Keys {
			value := "`" + k.Default + "`"
			switch {
			case k.Needed:
				value = "must be set"
			case k.Default == "" || k.Default == fmt.Sprint(NoArg):
				value = ""
			}
			fmt.Fprintf(&b, "| `%s` | %s | %s | %s |\n", k.Name, k.Type, value, strings.ReplaceAll(k.Doc, "|", `\|`))
		}
		if t.Header == "[[checklist.model]]" {
			words(&b, "Role", CheckRoles)
		}
		if t.Header == "[[client.model]]" {
			words(&b, "Role", Roles)
			words(&b, "Returns", returns)
			b.WriteString(modelExample)
		}
	}
	return b.String()
}

func words(b *strings.Builder, title string, list []struct{ Name, Text string }) {
	fmt.Fprintf(b, "\n| %s | |\n|---|---|\n", strings.ToLower(title))
	for _, w := range list {
		fmt.Fprintf(b, "| `%s` | %s |\n", w.Name, w.Text)
	}
}

const modelExample = "\n" + `A client whose ` + "`rest.New(base).Post(ctx, path, body)`" + ` sends a request:

` + "```toml" + `
[[client.model]]
package = "example.com/rest"
name = "New"
role = "new-client"
returns = "client"

[[client.model]]
package = "example.com/rest"
type = "Client"
name = "Post"
role = "send"
method = "POST"
url = 1
body = 2
returns = "response"
` + "```" + `
`
