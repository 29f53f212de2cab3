package flow

import "github.com/klaviyolint/klaviyolint/internal/flow/ir"

// learnRounds is how often functions are executed to learn what they store,
// unless nothing changes any more before.
const learnRounds = 3

// Learn finds what fields, package variables, channels and maps hold: the least
// set of values that the functions store when they read that set. round executes
// the functions that matter, and reports whether something besides that it has
// learned is new; it is called until nothing is. What still changes after a few
// rounds is open: it holds unknown values as well. The result is in Given.
//
// Functions see what was stored in the round before, and not what others store
// in the present one, so that their order changes nothing.
func (it *Interp) Learn(round func() (more bool)) {
	it.Given, it.lessons = nil, map[*ir.Func]*lesson{}
	for i := 1; ; i++ {
		it.Stores, it.Spent = map[string]*Stored{}, 0
		more := round()
		next := it.Stores
		for _, s := range next {
			s.settle()
		}
		stable := !more && equalStores(it.Given, next)
		if i == learnRounds && !stable {
			openChanged(it.Given, next)
			stable = true
		}
		it.Given = next
		if stable || it.Cancelled() {
			break
		}
	}
	it.Stores, it.lessons = nil, nil
}

// A lesson is what a function stored in a round, and what it read for that.
type lesson struct {
	given  map[string]*Stored
	reads  map[string]bool
	stores map[string]*Stored
}

// Lesson has a function executed, by run, to learn what it stores.
func (it *Interp) Lesson(f *ir.Func, run func()) {
	all := it.Stores
	l := &lesson{given: it.Given, reads: map[string]bool{}, stores: map[string]*Stored{}}
	it.Stores, it.wasRead = l.stores, l.reads
	run()
	it.Stores, it.wasRead, it.lessons[f] = all, nil, l
	it.take(l)
}

// Recall reports whether a function would store what it did in an earlier round,
// since what it read then is as it was, and has that stored again.
func (it *Interp) Recall(f *ir.Func) bool {
	l := it.lessons[f]
	if l == nil || l.reads[anything] {
		return false
	}
	for name := range l.reads {
		if !equalStored(l.given[name], it.Given[name]) {
			return false
		}
	}
	it.take(l)
	return true
}

// anything stands for all names, where a function asks which there are.
const anything = "*"

// given is what earlier rounds collected under a name; that it was read is noted.
func (it *Interp) given(name string) *Stored {
	if it.wasRead != nil {
		it.wasRead[name] = true
	}
	return it.Given[name]
}

// take adds what was learned from a function to the present round.
func (it *Interp) take(l *lesson) {
	for name, s := range l.stores {
		into := it.Stores[name]
		if into == nil {
			into = &Stored{}
			it.Stores[name] = into
		}
		into.add(s.Trees)
	}
}

// Final executes functions on what was learned. What they store then is in
// Stores, for those that want to know.
func (it *Interp) Final(run func()) {
	it.Stores, it.Spent = map[string]*Stored{}, 0
	run()
}

func equalStores(a, b map[string]*Stored) bool {
	if len(a) != len(b) {
		return false
	}
	for name, s := range b {
		if o := a[name]; o == nil || !equalStored(s, o) {
			return false
		}
	}
	return true
}

func equalStored(a, b *Stored) bool {
	if a.empty() || b.empty() {
		return a.empty() == b.empty()
	}
	return a == b || a.Within(b) && b.Within(a)
}

// openChanged adds an unknown value to what has not settled.
func openChanged(old, now map[string]*Stored) {
	for name, s := range now {
		if o := old[name]; o == nil || !s.Within(o) {
			s.add([]Tree{many})
		}
	}
}

// many stands for the values beyond a bound.
var many = Tree{Kind: Unknown, Origin: Origin{Kind: "many"}}
