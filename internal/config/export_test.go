package config

import "flag"

var (
	SaltOn    = salt
	MatchGlob = matchGlob
	ForDir    = (*Source).forDir
	Foreign   = foreign
)

// Positions tells which keys a file sets.
func (f *File) Positions() map[string]Position { return f.where }

// FlagValue returns -config-inline as one flag set sees it.
func FlagValue(fs *flag.FlagSet) string { return fs.Lookup("config-inline").Value.String() }

// ForgetRuleNames takes back what SetRuleNames said, after a test.
func ForgetRuleNames() { ruleNames.Store(nil) }
