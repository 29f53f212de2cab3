package flow

// Bounds of Solve.
const (
	// learnRounds is how often the functions are executed to learn what they
	// store, unless nothing changes any more before.
	learnRounds = 4
)

// Solve finds what fields, package variables, channels and maps hold: the least
// set of values that the functions store when they read that set. round
// executes the functions that matter; it is called until what they store does
// not change any more, and then once more, with last set, on the result. What
// still changes after a few rounds is open: it holds unknown values as well.
//
// Functions see what was stored in the round before, and not what others store
// in the present one, so that their order changes nothing.
func (it *Interp) Solve(round func(last bool)) {
	it.Given = nil
	for i := 1; ; i++ {
		it.Stores, it.Spent = map[string]*Stored{}, 0
		round(false)
		next := it.Stores
		for _, s := range next {
			s.settle()
		}
		stable := equalStores(it.Given, next)
		if i >= learnRounds && !stable {
			openChanged(it.Given, next)
			stable = true
		}
		it.Given = next
		if stable {
			break
		}
	}
	it.Stores, it.Spent = map[string]*Stored{}, 0
	round(true)
	it.Stores = nil
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

// many stands for values beyond a bound.
var many = Tree{Kind: Unknown, Origin: Origin{Kind: "many"}}
