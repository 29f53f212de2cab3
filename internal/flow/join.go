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
	j := joined{out: vs[first], room: min(total, MaxAlternatives)}
	start := first + 1
	if len(j.out) > MaxAlternatives || j.out.repeats() {
		j.out, j.owned, start = make(Value, 0, j.room), true, first
	}
	for _, v := range vs[start:] {
		for i := range v {
			if !j.add(&v[i]) {
				return append(j.out[:MaxAlternatives-1:MaxAlternatives-1], unknown("many", "", "")...)
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
		// Most of what paths add is there already.
		j.out, j.owned = append(make(Value, 0, min(j.room, len(j.out)+4)), j.out...), true
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
	if len(j.out) == MaxAlternatives {
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

// same reports whether two atoms have the same key, without writing it but for
// functions.
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
		return a.Origin.same(b.Origin)
	case FuncK:
		if a.Fn == b.Fn {
			return true
		}
		if a.Fn.Name != b.Fn.Name || a.Fn.id != b.Fn.id {
			return false
		}
	case TextK:
		return a.Text.same(b.Text)
	case RefK:
		return *a.Ref == *b.Ref
	}
	return a.key() == b.key()
}

// same reports whether writeKey writes the same of two texts: the same bytes,
// with the places and the origins at the same bytes, however they are cut into
// parts.
func (t Text) same(u Text) bool {
	x, y := textReader{t: t}, textReader{t: u}
	for {
		p, q := x.part(), y.part()
		switch {
		case p == nil || q == nil:
			return p == q
		case p.Hole || q.Hole:
			if p.Hole != q.Hole || !p.From.same(q.From) {
				return false
			}
			x.next()
			y.next()
			continue
		}
		a, b := p.Lit[x.at:], q.Lit[y.at:]
		n := min(len(a), len(b))
		switch {
		case n > 0:
			if a[:n] != b[:n] {
				return false
			}
			x.at += n
			y.at += n
		case len(a) > 0 || len(b) > 0 || p.Src.Pos != q.Src.Pos:
			return false // one of them ends here, and has a place
		default:
			x.next()
			y.next()
		}
	}
}

func (o *Origin) same(p Origin) bool { return o.Kind == p.Kind && o.Name == p.Name && o.Sub == p.Sub }

// A textReader reads a text, whose parts may be cut anywhere.
type textReader struct {
	t  Text
	i  int // part
	at int // byte of it
}

func (r *textReader) next() { r.i, r.at = r.i+1, 0 }

// part returns the part to be read: a hole, or a literal with bytes left or a
// place that is still to be told. It is nil at the end.
func (r *textReader) part() *Part {
	for ; r.i < len(r.t); r.next() {
		if p := &r.t[r.i]; p.Hole || r.at < len(p.Lit) || p.Src.Pos.IsValid() {
			return p
		}
	}
	return nil
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
