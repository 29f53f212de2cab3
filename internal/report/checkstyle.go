package report

import (
	"bytes"
	"encoding/xml"
	"io"
	"path/filepath"

	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
	"github.com/klaviyolint/klaviyolint/internal/printable"
)

type (
	checkstyleReport struct {
		XMLName xml.Name         `xml:"checkstyle"`
		Version string           `xml:"version,attr"`
		Files   []checkstyleFile `xml:"file"`
	}
	checkstyleFile struct {
		Name   string            `xml:"name,attr"`
		Errors []checkstyleError `xml:"error"`
	}
	checkstyleError struct {
		Line     int    `xml:"line,attr"`
		Column   int    `xml:"column,attr"`
		Severity string `xml:"severity,attr"`
		Message  string `xml:"message,attr"`
		Source   string `xml:"source,attr"`
	}
)

// checkstyleVersion is the version of Checkstyle whose reports look like ours.
// Readers want one to be there, and do not look at it.
const checkstyleVersion = "5.0"

// Checkstyle prints the XML report of Checkstyle, which Jenkins and many review
// tools read. Paths are relative to the working directory, with slashes. Columns
// count characters, as Checkstyle does; a tab is one of them, since how wide it is
// shown is nothing that a report can know.
func Checkstyle(w io.Writer, v View, fs []Finding) error {
	report := checkstyleReport{Version: checkstyleVersion}
	for _, f := range fs {
		name := filepath.ToSlash(Relative(v.Dir, f.File))
		if n := len(report.Files); n == 0 || report.Files[n-1].Name != name {
			report.Files = append(report.Files, checkstyleFile{Name: name}) // findings are sorted by file
		}
		file := &report.Files[len(report.Files)-1]
		file.Errors = append(file.Errors, checkstyleError{
			Line:     f.Line,
			Column:   v.Sources.RuneColumn(f.File, f.Line, f.Col),
			Severity: checkstyleSeverity(f.Severity),
			Message:  printable.Escape(klaviyo.MaskKeys(f.Message)),
			Source:   "klaviyolint." + f.Rule,
		})
	}
	var buf bytes.Buffer
	buf.WriteString(xml.Header)
	enc := xml.NewEncoder(&buf)
	enc.Indent("", "\t")
	if err := enc.Encode(report); err != nil {
		return err
	}
	buf.WriteByte('\n')
	_, err := maskWriter{w}.Write(buf.Bytes())
	return err
}

func checkstyleSeverity(s config.Severity) string {
	switch s {
	case config.Error:
		return "error"
	case config.Warning:
		return "warning"
	}
	return "info"
}
