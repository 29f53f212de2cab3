package grammar

// A source draws numbers from a seed, by splitmix64: the sequence does not
// depend on any library's version.
type source uint64

// from starts a sequence. Seeds beside one another have nothing in common.
func from(seed uint64) *source {
	s := source(seed)
	s = source(s.next())
	return &s
}

func (s *source) next() uint64 {
	*s += 0x9e3779b97f4a7c15
	z := uint64(*s)
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// n draws a number from 0 to n-1.
func (s *source) n(n int) int { return int(s.next() % uint64(n)) }

// in reports true once in n draws.
func (s *source) in(n int) bool { return s.n(n) == 0 }

func pick[T any](s *source, of []T) T { return of[s.n(len(of))] }
