package flow

// A table is a small map. Most paths write to a few objects, and to a few
// fields of each, for which looking through a list takes less time and room
// than hashing. Rows keep the order in which they came.
type table[K comparable, V any] struct {
	rows  []row[K, V]
	index map[K]int // of rows, once they are many
}

type row[K comparable, V any] struct {
	key   K
	value V
}

// fewRows are looked through.
const fewRows = 8

// find returns a row's index, or -1.
func (t *table[K, V]) find(k K) int {
	if t.index != nil {
		if i, ok := t.index[k]; ok {
			return i
		}
		return -1
	}
	for i := range t.rows {
		if t.rows[i].key == k {
			return i
		}
	}
	return -1
}

// get reads a table, which may be nil.
func (t *table[K, V]) get(k K) (v V, ok bool) {
	if t == nil {
		return v, false
	}
	if i := t.find(k); i >= 0 {
		return t.rows[i].value, true
	}
	return v, false
}

func (t *table[K, V]) has(k K) bool { return t != nil && t.find(k) >= 0 }

func (t *table[K, V]) put(k K, v V) {
	if i := t.find(k); i >= 0 {
		t.rows[i].value = v
		return
	}
	t.add(k, v)
}

// add puts what is not there yet.
func (t *table[K, V]) add(k K, v V) {
	t.rows = append(t.rows, row[K, V]{k, v})
	switch n := len(t.rows); {
	case t.index != nil:
		t.index[k] = n - 1
	case n > fewRows:
		t.index = make(map[K]int, 2*n)
		for i := range t.rows {
			t.index[t.rows[i].key] = i
		}
	}
}

// all returns the rows in order.
func (t *table[K, V]) all() []row[K, V] {
	if t == nil {
		return nil
	}
	return t.rows
}
