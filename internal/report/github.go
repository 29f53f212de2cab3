package report

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
	"github.com/klaviyolint/klaviyolint/internal/printable"
)

// GitHub prints workflow commands, which GitHub Actions turns into annotations
// of the changed lines.
// https://docs.github.com/actions/reference/workflow-commands-for-github-actions
func GitHub(w io.Writer, v View, fs []Finding) error {
	var buf bytes.Buffer
	for _, f := range fs {
		file, _ := v.repoRelative(f.File)
		fmt.Fprintf(&buf, "::%s file=%s,line=%d,endLine=%d,col=%d", githubLevel(f.Severity),
			githubProperty.Replace(printable.Escape(klaviyo.MaskKeys(file))), f.Line, max(f.EndLine, f.Line), f.Col)
		if f.EndLine == f.Line && f.EndCol > f.Col {
			// The runner rejects an end column on another line.
			fmt.Fprintf(&buf, ",endColumn=%d", f.EndCol)
		}
		fmt.Fprintf(&buf, ",title=%s::%s\n", githubProperty.Replace("klaviyolint: "+f.Rule),
			githubData.Replace(printable.Escape(klaviyo.MaskKeys(f.Message))+" ("+f.Rule+")"))
	}
	_, err := maskWriter{w}.Write(buf.Bytes())
	return err
}

var (
	githubData     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	githubProperty = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)

func githubLevel(s config.Severity) string {
	switch s {
	case config.Error:
		return "error"
	case config.Warning:
		return "warning"
	}
	return "notice"
}
