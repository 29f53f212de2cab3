package paths

import (
	"go/token"
	"go/types"
	"math"
	"time"
)

// binary computes with two values that are known.
func (m *machine) binary(op token.Token, x, y any) any {
	switch a := x.(type) {
	case int64:
		if b, ok := y.(int64); ok {
			return m.integers(op, a, b)
		}
	case float64:
		if b, ok := y.(float64); ok {
			return floats(op, a, b)
		}
	case string:
		if b, ok := y.(string); ok {
			switch op {
			case token.ADD:
				return a + b
			case token.EQL:
				return a == b
			case token.NEQ:
				return a != b
			}
		}
	case bool:
		if b, ok := y.(bool); ok {
			switch op {
			case token.EQL:
				return a == b
			case token.NEQ:
				return a != b
			}
		}
	}
	// Comparison with nil.
	_, xNil := x.(null)
	_, yNil := y.(null)
	_, xOut := x.(unknown)
	_, yOut := y.(unknown)
	if (op == token.EQL || op == token.NEQ) && (xNil || yNil) && !xOut && !yOut {
		return (xNil && yNil) == (op == token.EQL)
	}
	return unknown{"operation"}
}

func (m *machine) integers(op token.Token, a, b int64) any {
	switch op {
	case token.ADD:
		return a + b
	case token.SUB:
		return a - b
	case token.MUL:
		return a * b
	case token.QUO, token.REM:
		if b == 0 {
			m.fail("a division by zero")
		}
		if op == token.QUO {
			return a / b
		}
		return a % b
	case token.AND:
		return a & b
	case token.OR:
		return a | b
	case token.XOR:
		return a ^ b
	case token.SHL:
		return a << uint64(b)
	case token.SHR:
		return a >> uint64(b)
	}
	return compared(op, a, b)
}

func floats(op token.Token, a, b float64) any {
	switch op {
	case token.ADD:
		return a + b
	case token.SUB:
		return a - b
	case token.MUL:
		return a * b
	case token.QUO:
		return a / b
	}
	return compared(op, a, b)
}

func compared[T int64 | float64](op token.Token, a, b T) any {
	switch op {
	case token.EQL:
		return a == b
	case token.NEQ:
		return a != b
	case token.LSS:
		return a < b
	case token.LEQ:
		return a <= b
	case token.GTR:
		return a > b
	case token.GEQ:
		return a >= b
	}
	return unknown{"operation"}
}

// convert converts between numbers.
func convert(v any, t types.Type) any {
	b, ok := t.Underlying().(*types.Basic)
	if !ok {
		return unknown{"conversion"}
	}
	switch x := v.(type) {
	case int64:
		switch {
		case b.Info()&types.IsFloat != 0:
			return float64(x)
		case b.Info()&types.IsInteger != 0:
			return x
		}
	case float64:
		switch {
		case b.Info()&types.IsFloat != 0:
			return x
		case b.Info()&types.IsInteger != 0:
			return int64(x)
		}
	case string:
		if b.Info()&types.IsString != 0 {
			return x
		}
	}
	return unknown{"conversion"}
}

func (m *machine) builtin(name string, args []any, t types.Type) any {
	switch name {
	case "min", "max":
		out := args[0]
		for _, a := range args[1:] {
			op := token.LSS
			if name == "max" {
				op = token.GTR
			}
			less, ok := m.binary(op, a, out).(bool)
			if !ok {
				return unknown{name}
			}
			if less {
				out = a
			}
		}
		return out
	case "len", "cap":
		switch x := args[0].(type) {
		case list:
			return int64(len(x))
		case null:
			return int64(0)
		case *table:
			return int64(len(x.m))
		case string:
			return int64(len(x))
		}
	case "append":
		var cells list
		for _, a := range args {
			switch x := a.(type) {
			case list:
				for _, b := range x {
					n := &box{copied(b.v)}
					cells = append(cells, n)
				}
			case null:
			default:
				return unknown{name}
			}
			m.steps += len(cells)
		}
		if len(cells) > 20_000 {
			m.fail("a slice that only grows")
		}
		return cells
	case "copy":
		to, ok1 := args[0].(list)
		from, ok2 := args[1].(list)
		if ok1 && ok2 {
			n := min(len(to), len(from))
			vals := make([]any, n)
			for i := range n {
				vals[i] = from[i].v
			}
			for i := range n {
				m.store(to[i], vals[i])
			}
			return int64(n)
		}
	case "delete":
		if t, ok := args[0].(*table); ok && plain(args[1]) {
			old, had := t.m[args[1]]
			if had {
				k := args[1]
				m.undo = append(m.undo, func() { t.m[k] = old })
				if !m.local[t] {
					m.touch(t)
				}
			}
			delete(t.m, args[1])
			return null{}
		}
	}
	return unknown{name}
}

// known runs the functions of the standard library that limiters are made of.
func (m *machine) known(names []string, args []any, sig *types.Signature) (any, bool) {
	if len(names) == 0 {
		return nil, false
	}
	num := func(i int) int64 {
		if i < len(args) {
			if n, ok := args[i].(int64); ok {
				return n
			}
		}
		m.fail("a number out of sight")
		return 0
	}
	at := func(i int) instant {
		if i < len(args) {
			if t, ok := args[i].(instant); ok {
				return t
			}
		}
		m.fail("a time out of sight")
		return 0
	}
	real := func(i int) float64 {
		if i < len(args) {
			if x, ok := args[i].(float64); ok {
				return x
			}
		}
		m.fail("a number out of sight")
		return 0
	}
	if out, ok := texts(names[0], args); ok {
		return out, true
	}
	switch names[0] {
	case "time.Now":
		return instant(m.now), true
	case "time.Since":
		return since(instant(m.now), at(0)), true
	case "time.Until":
		return since(at(0), instant(m.now)), true
	case "time.Time.Sub":
		return since(at(0), at(1)), true
	case "time.Time.Add":
		if at(0) == noTime {
			return noTime, true
		}
		return at(0) + instant(num(1)), true
	case "time.Time.Before":
		return at(0) < at(1), true
	case "time.Time.After":
		return at(0) > at(1), true
	case "time.Time.Equal":
		return at(0) == at(1), true
	case "time.Time.IsZero":
		return at(0) == noTime, true
	case "time.Time.UnixNano":
		return int64(at(0)), true
	case "time.Time.UnixMilli":
		return int64(at(0)) / 1e6, true
	case "time.Time.UnixMicro":
		return int64(at(0)) / 1e3, true
	case "time.Time.Unix":
		return int64(at(0)) / 1e9, true
	case "time.Time.Truncate":
		if d := num(1); d > 0 {
			return at(0) - at(0)%instant(d), true
		}
		return at(0), true
	case "time.Duration.Seconds":
		return float64(num(0)) / 1e9, true
	case "time.Duration.Milliseconds":
		return num(0) / 1e6, true
	case "time.Duration.Microseconds":
		return num(0) / 1e3, true
	case "time.Duration.Nanoseconds":
		return num(0), true
	case "time.Duration.Minutes":
		return float64(num(0)) / 60e9, true
	case "time.Sleep":
		m.sleepUntil(m.now + max(num(0), 0))
		return null{}, true
	case "time.After":
		return timer{m.now + max(num(0), 0)}, true
	case "time.NewTimer":
		b := &box{record{{timer{m.now + max(num(0), 0)}}, {false}}}
		m.adopt(b)
		return b, true
	case "time.Timer.Stop":
		return true, true
	case "context.Context.Err", "context.Context.Done":
		if names[0] == "context.Context.Done" {
			return never{}, true
		}
		return null{}, true
	case "context.Context.Deadline":
		return several{noTime, false}, true
	case "sync.RWMutex.RLock", "sync.RWMutex.RUnlock":
		return null{}, true // keeps nobody out who reads as well
	case "sync.Mutex.Lock", "sync.RWMutex.Lock":
		mu := m.mutex(args)
		m.now = max(m.now, mu.free)
		m.locks++
		return null{}, true
	case "sync.Mutex.Unlock", "sync.RWMutex.Unlock":
		mu := m.mutex(args)
		old := mu.free
		m.undo = append(m.undo, func() { mu.free = old })
		if m.now > mu.free && m.queued == nil {
			m.queued = mu
		}
		mu.free = max(mu.free, m.now)
		m.locks--
		return null{}, true
	case "sync/atomic.Int64.Load", "sync/atomic.Int32.Load", "sync/atomic.Uint64.Load", "sync/atomic.Uint32.Load", "sync/atomic.LoadInt64", "sync/atomic.LoadInt32":
		if b, ok := args[0].(*box); ok {
			return b.v, true
		}
	case "sync/atomic.Int64.Store", "sync/atomic.Int32.Store", "sync/atomic.StoreInt64", "sync/atomic.StoreInt32":
		if b, ok := args[0].(*box); ok {
			m.store(b, args[1])
			return null{}, true
		}
	case "sync/atomic.Int64.Add", "sync/atomic.Int32.Add", "sync/atomic.AddInt64", "sync/atomic.AddInt32":
		if b, ok := args[0].(*box); ok {
			if n, ok := b.v.(int64); ok {
				m.store(b, n+num(1))
				return n + num(1), true
			}
		}
	case "sync/atomic.Int64.CompareAndSwap", "sync/atomic.Int32.CompareAndSwap", "sync/atomic.CompareAndSwapInt64", "sync/atomic.CompareAndSwapInt32":
		if b, ok := args[0].(*box); ok {
			if n, ok := b.v.(int64); ok {
				if n != num(1) {
					return false, true
				}
				m.store(b, num(2))
				return true, true
			}
		}
	case "math.Min":
		return math.Min(real(0), real(1)), true
	case "math.Max":
		return math.Max(real(0), real(1)), true
	case "math.Ceil":
		return math.Ceil(real(0)), true
	case "math.Floor":
		return math.Floor(real(0)), true
	case "errors.New", "fmt.Errorf":
		return &closure{}, true // something that is not nil
	}
	return nil, false
}

func (m *machine) mutex(args []any) *mutex {
	if len(args) > 0 {
		if b, ok := args[0].(*box); ok {
			if mu, ok := b.v.(*mutex); ok {
				return mu
			}
		}
	}
	m.fail("a lock out of sight")
	return nil
}

// since is a difference, which ends at the largest duration as package time's does.
func since(a, b instant) int64 {
	switch {
	case a == noTime && b == noTime:
		return 0
	case b == noTime:
		return math.MaxInt64
	case a == noTime:
		return math.MinInt64
	}
	return int64(a - b)
}

// second and minute are the windows of Klaviyo's limits.
const (
	second = int64(time.Second)
	minute = int64(time.Minute)
)
