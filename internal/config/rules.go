package config

import (
	"slices"
	"sync/atomic"
)

// The names of the rules come from above: this package cannot import the rules,
// since every rule requires its analyzer, and a list kept here would be one more
// place to touch for a new rule. The suite hands them down once, when it is
// initialised. A program that links a few rules without the suite (Bazel nogo, a
// test of one pass) has no list, and names are not checked there: its own few
// would make errors of the others.
var ruleNames atomic.Pointer[[]string]

// SetRuleNames tells the names of all rules. The suite calls it once, before
// anything is parsed.
func SetRuleNames(names []string) {
	names = slices.Clone(names)
	ruleNames.Store(&names)
}

// RuleNames returns the names of all rules in their order, or nil when the
// program does not link the suite.
func RuleNames() []string {
	if p := ruleNames.Load(); p != nil {
		return slices.Clone(*p)
	}
	return nil
}
