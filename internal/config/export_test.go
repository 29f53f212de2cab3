package config

import "flag"

var (
	SaltOn    = salt
	MatchGlob = matchGlob
	ForDir    = forDir
	Foreign   = foreign
)

// Positions tells which keys a file sets.
func (f *File) Positions() map[string]Position { return f.where }

// Reset forgets what the program set, after a test.
func Reset() {
	shared.Lock()
	defer shared.Unlock()
	shared.used, shared.inline, shared.text, shared.dirs, shared.host = nil, nil, "", nil, Host{}
	shared.apart, shared.broken = false, nil
	ruleNames.Store(nil)
}

// FlagValue returns -config-inline as one flag set sees it.
func FlagValue(fs *flag.FlagSet) string { return fs.Lookup("config-inline").Value.String() }
