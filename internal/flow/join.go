package flow

// Join returns the union of the values, capped: beyond the cap stands a hole.
// Paths join at the end of every branch, and most of them leave what they
// found, so that the first value is returned as it is where it holds the rest.
func Join(vs ...Value) Value {
	n, total, first := 0, 0, -1
	for i, v := range vs {
		if len(v) == 0 {
			continue
		}
		if first < 0 {
			first = i
		}
		n++
		total += len(v)
	}
	switch {
	case n == 0:
		return nil
	case n == 1 || same(vs):
		return vs[first][:len(vs[first]):len(vs[first])]
	}
	j := joined{out: vs[first], room: min(total, maxAlternatives)}
	start := first + 1
	if len(j.out) > maxAlternatives || j.out.repeats() {
		j.out, j.owned, start = make(Value, 0, j.room), true, first
	}
	for _, v := range vs[start:] {
		for i := range v {
			if !j.add(&v[i]) {
				return append(j.out[:maxAlternatives-1:maxAlternatives-1], unknown("many", "", "")...)
			}
		}
	}
	return j.out[:len(j.out):len(j.out)] // it may be shared: who appends gets a copy
}

// A joined value is a union that is being made. It is somebody else's until
// something has to be written.
type joined struct {
	out   Value
	owned bool
	room  int
}

func (j *joined) own() {
	if !j.owned {
		j.out, j.owned = append(make(Value, 0, j.room), j.out...), true
	}
}

// add takes in an atom, unless there are too many.
func (j *joined) add(a *Atom) bool {
	for i := range j.out {
		if !j.out[i].same(a) {
			continue
		}
		if loops := j.out[i].Origin.loops.With(a.Origin.loops); loops != j.out[i].Origin.loops {
			j.own()
			j.out[i].Origin.loops = loops
		}
		return true
	}
	if len(j.out) == maxAlternatives {
		return false
	}
	j.own()
	j.out = append(j.out, *a)
	return true
}

// repeats reports whether an atom stands twice in the value.
func (v Value) repeats() bool {
	for i := range v {
		for k := range i {
			if v[k].same(&v[i]) {
				return true
			}
		}
	}
	return false
}

// same reports whether two atoms have the same key, mostly without writing it.
func (a *Atom) same(b *Atom) bool {
	if a.Kind != b.Kind {
		return false
	}
	switch a.Kind {
	case NilK, AbsentK:
		return true
	case IntK, BoolK:
		return a.Int == b.Int
	case ObjK:
		return a.Obj == b.Obj
	case Unknown:
		return a.Origin.Kind == b.Origin.Kind && a.Origin.Name == b.Origin.Name && a.Origin.Sub == b.Origin.Sub
	case FuncK:
		if a.Fn == b.Fn {
			return true
		}
		if a.Fn.Name != b.Fn.Name || a.Fn.Frame != b.Fn.Frame {
			return false
		}
	case TextK:
		if equal, aligned := a.Text.same(b.Text); aligned {
			return equal
		}
	}
	return a.key() == b.key()
}

// same compares two texts part by part, where their parts are of the same
// lengths. What is told apart by place and origin is what writeKey writes.
func (t Text) same(u Text) (equal, aligned bool) {
	if len(t) != len(u) {
		return false, false
	}
	equal = true
	for i := range t {
		p, q := &t[i], &u[i]
		if p.Hole != q.Hole || len(p.Lit) != len(q.Lit) {
			return false, false
		}
		switch {
		case !equal:
		case p.Hole:
			equal = p.From.Kind == q.From.Kind && p.From.Name == q.From.Name && p.From.Sub == q.From.Sub
		default:
			equal = p.Src.Pos == q.Src.Pos && p.Lit == q.Lit
		}
	}
	return equal, true
}

// same spares the union of values that are one and the same, the usual case
// where paths join.
func same(vs []Value) bool {
	for _, v := range vs[1:] {
		if len(v) != len(vs[0]) {
			return false
		}
		for i := range v {
			if len(v) > 0 && &v[0] == &vs[0][0] {
				break
			}
			a, b := &v[i], &vs[0][i]
			if a.Kind != b.Kind || a.Kind != ObjK && a.Kind != NilK && a.Kind != AbsentK || a.Obj != b.Obj {
				return false
			}
		}
	}
	return len(vs) > 0 && len(vs[0]) > 0
}
