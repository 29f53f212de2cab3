package flow

import (
	"cmp"
	"strconv"
)

// A Key names one part of an abstract object. Keys of different kinds never
// meet: a map entry "n" is not the field "n", and no name is reserved.
type Key struct {
	Kind KeyKind
	Num  int64  // of an element or a variable
	Name string // of a field, an entry or a note
}

// KeyKind says what part of an object a Key names.
type KeyKind uint8

// The kinds of keys, in the order in which the keys of an object are listed.
const (
	noKey        KeyKind = iota
	madeKey              // a path has made use of the object
	NoteKey              // what the engine or its user notes about the object
	AsideKey             // a note that is no part of what the object says
	AnyIndexKey          // elements of a list at indexes that are not known
	IndexKey             // an element of a list
	LengthKey            // number of elements of a list
	PointeeKey           // what a cell holds
	VarKey               // a variable of a function under execution
	FieldKey             // a field of a struct, or a package variable
	AnyEntryKey          // entries of a map under keys that are not known
	EntryKey             // an entry of a map
	EntryNameKey         // the key expression of an entry, with its place
)

// Field is a field of a struct.
func Field(name string) Key { return Key{Kind: FieldKey, Name: name} }

// Index is an element of a list.
func Index(i int64) Key { return Key{Kind: IndexKey, Num: i} }

// Entry is an entry of a map.
func Entry(name string) Key { return Key{Kind: EntryKey, Name: name} }

// Note is something noted about an object; it is carried along when the object
// is copied or stored. Declare each note once, as a variable.
func Note(name string) Key { return Key{Kind: NoteKey, Name: name} }

// Aside is a note that is no part of what an object says, such as the client
// that a request belongs to.
func Aside(name string) Key { return Key{Kind: AsideKey, Name: name} }

// Keys of which an object has one each.
var (
	AnyIndex = Key{Kind: AnyIndexKey}
	AnyEntry = Key{Kind: AnyEntryKey}
	Length   = Key{Kind: LengthKey}
	Pointee  = Key{Kind: PointeeKey}

	// Open tells that unknown code had the object, and may have changed it.
	Open = Note("open")

	made     = Key{Kind: madeKey}
	literal  = Note("literal") // the object was written as a literal
	bound    = Note("bound")   // receiver of a method value, in a Tree
	anyNamed = Key{Kind: EntryNameKey, Num: 1}
)

func variable(i int64) Key { return Key{Kind: VarKey, Num: i} }

// entryName is the key under which the key expression of an entry is kept.
func entryName(k Key) Key {
	if k == AnyEntry {
		return anyNamed
	}
	return Key{Kind: EntryNameKey, Num: -k.Num, Name: k.Name}
}

// IsField reports whether the key is a field of a struct.
func (k Key) IsField() bool { return k.Kind == FieldKey }

// IsElement reports whether the key stands for elements of a list.
func (k Key) IsElement() bool { return k.Kind == IndexKey || k.Kind == AnyIndexKey }

// IsEntry reports whether the key stands for entries of a map.
func (k Key) IsEntry() bool { return k.Kind == EntryKey || k.Kind == AnyEntryKey }

// IsNote reports whether the key is a note of any kind.
func (k Key) IsNote() bool { return k.Kind == NoteKey || k.Kind == AsideKey }

// String shows the key as messages and tests do.
func (k Key) String() string {
	switch k.Kind {
	case IndexKey:
		return "[" + strconv.FormatInt(k.Num, 10) + "]"
	case EntryKey:
		return "[" + strconv.Quote(k.Name) + "]"
	case AnyIndexKey, AnyEntryKey:
		return "[?]"
	case LengthKey:
		return "len"
	case PointeeKey:
		return "*"
	case VarKey:
		return "var" + strconv.FormatInt(k.Num, 10)
	case NoteKey, AsideKey:
		return "note " + k.Name
	case EntryNameKey:
		return "key " + strconv.Quote(k.Name)
	}
	return k.Name
}

// compare puts keys in their order.
func (k Key) compare(o Key) int {
	return cmp.Or(cmp.Compare(k.Kind, o.Kind), cmp.Compare(k.Num, o.Num), cmp.Compare(k.Name, o.Name))
}

// IsPart reports whether the key is a part of the program's own value: neither
// a note nor anything else that the engine keeps beside it.
func (k Key) IsPart() bool {
	switch k.Kind {
	case noKey, madeKey, NoteKey, AsideKey, EntryNameKey:
		return false
	}
	return true
}
