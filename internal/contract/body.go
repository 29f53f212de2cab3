package contract

// Kinds are the JSON kinds that a value may be of; none means not known.
type Kinds uint8

// The kinds of JSON values.
const (
	IsObject Kinds = 1 << iota
	IsArray
	IsString
	IsInteger
	IsNumber // with a fraction, or any number
	IsBoolean
	IsNull
)

// word returns the first kind, as messages say it.
func (k Kinds) word() string {
	for i, w := range []string{"an object", "an array", "a string", "a number", "a number", "a boolean", "null"} {
		if k&(1<<i) != 0 {
			return w
		}
	}
	return "something else"
}

// A Value is one value of a body, as far as it is known.
type Value struct {
	Kinds Kinds
	// Members are those of an object that are known.
	Members []Member
	// Open: an object may have other members, an array other elements.
	Open bool
	// Elems are what the elements of an array may be.
	Elems []*Value
	// Len is the exact number of elements, where that is certain; else -1 or 0.
	Len int
	// Texts are the constants that a string or number may be; none when one of
	// them is not known.
	Texts []string
	// Format is what a Go type makes of it: date-time for time.Time.
	Format string
	// At is where it is written.
	At any
}

// A Member is one name of an object.
type Member struct {
	Name  string
	Value *Value
	Maybe bool // it may be absent
	At    any  // where the name is written
}

// member returns the member with a name.
func (v *Value) member(name string) *Member {
	for i := range v.Members {
		if v.Members[i].Name == name {
			return &v.Members[i]
		}
	}
	return nil
}

// text returns the only constant that a member may be.
func (v *Value) text(name string) (string, bool) {
	m := v.member(name)
	if m == nil || m.Maybe || m.Value == nil || len(m.Value.Texts) != 1 || m.Value.Kinds != IsString {
		return "", false
	}
	return m.Value.Texts[0], true
}
