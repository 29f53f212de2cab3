package rule

import (
	"fmt"
	"strings"
)

// Markdown renders the document: what `klaviyolint explain` prints, what
// docs/rules holds and what SARIF viewers show as help.
func (d *Document) Markdown() string {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\n%s\n\n", d.Name, sentence(d.Title))
	fmt.Fprintf(&b, "Severity: %s. Since %s.\n", d.Severity, d.Since)
	if len(d.Kinds) > 0 {
		b.WriteString("\n| finding | severity | |\n|---|---|---|\n")
		for _, k := range d.Kinds {
			text := k.Text
			if k.Strict {
				text += " (only with `strict`)"
			}
			fmt.Fprintf(&b, "| `%s` | %s | %s |\n", k.Name, k.Severity, text)
		}
	}
	paragraph(&b, d.Text)
	code(&b, "Bad", d.Bad)
	code(&b, "Good", d.Good)
	section(&b, "How to fix", d.Fix)
	if len(d.Options) > 0 {
		b.WriteString("\n## Options\n\n| key | default | |\n|---|---|---|\n")
		for _, o := range d.Options {
			fmt.Fprintf(&b, "| `%s` | %s | %s |\n", o.Key, o.Default, o.Text)
		}
	}
	section(&b, "How to silence", fmt.Sprintf("Write `//klaviyolint:ignore %[1]s reason` on the line of the finding or on the line above it. The reason is mandatory. "+
		"In `.klaviyolint.toml`, `exclude` in the table `[rules.%[1]s]` leaves paths out, and `disable = [\"%[1]s\"]` switches the rule off.", d.Name))
	if len(d.Sources) > 0 {
		b.WriteString("\n## Sources\n\n")
		for _, s := range d.Sources {
			fmt.Fprintf(&b, "- %s\n", s)
		}
	}
	return b.String()
}

func paragraph(b *strings.Builder, text string) {
	if text = strings.TrimSpace(text); text != "" {
		fmt.Fprintf(b, "\n%s\n", text)
	}
}

func section(b *strings.Builder, title, text string) {
	if strings.TrimSpace(text) != "" {
		fmt.Fprintf(b, "\n## %s\n", title)
		paragraph(b, text)
	}
}

func code(b *strings.Builder, title, src string) {
	if src = strings.Trim(src, "\n"); src != "" {
		lang := "go"
		if strings.HasPrefix(src, `{"`) {
			lang = "json" // of a manifest
		}
		fmt.Fprintf(b, "\n## %s\n\n```%s\n%s\n```\n", title, lang, src)
	}
}

// sentence makes a title, which is lower case without a full stop, one.
func sentence(title string) string {
	if title == "" {
		return ""
	}
	return strings.ToUpper(title[:1]) + title[1:] + "."
}
