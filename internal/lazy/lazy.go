// Package lazy puts work off until it is asked for. The vet tool is started once
// for each package of a build, and needs little of what a program's variables
// hold.
package lazy

import (
	"regexp"
	"sync"
)

// Regexp returns a function that compiles an expression when it is first called.
// It panics where the expression is wrong, as [regexp.MustCompile] does.
func Regexp(expr string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expr) })
}
