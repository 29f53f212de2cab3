package flow

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
	it.Given = nil
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
	it.Stores = nil
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
		if o := a[name]; o == nil || !s.Within(o) || !o.Within(s) {
			return false
		}
	}
	return true
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
