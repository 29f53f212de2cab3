package config

import "fmt"

// A Severity weighs a finding. They are ordered: Info < Warning < Error.
type Severity int

const (
	Info    Severity = iota // good to know; nothing breaks
	Warning                 // hurts some day, or on some input
	Error                   // breaks in production
)

// severityNames are the words of the TOML file and of the flags, by value.
var severityNames = []string{"info", "warning", "error"}

// String returns "info", "warning" or "error".
func (s Severity) String() string {
	if s < Info || s > Error {
		return fmt.Sprintf("Severity(%d)", int(s))
	}
	return severityNames[s]
}

// MarshalText writes the word, so that JSON reports carry words.
func (s Severity) MarshalText() ([]byte, error) {
	if s < Info || s > Error {
		return nil, fmt.Errorf("severity %d does not exist", int(s))
	}
	return []byte(severityNames[s]), nil
}

// UnmarshalText reads the word. With it a Severity is a flag value too
// (flag.TextVar).
func (s *Severity) UnmarshalText(text []byte) error {
	v, err := ParseSeverity(string(text))
	if err == nil {
		*s = v
	}
	return err
}

// ParseSeverity reads "info", "warning" or "error".
func ParseSeverity(s string) (Severity, error) {
	for i, name := range severityNames {
		if s == name {
			return Severity(i), nil
		}
	}
	return 0, fmt.Errorf("severity %q does not exist%s", s, didYouMean(s, severityNames))
}
