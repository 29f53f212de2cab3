package ir

import (
	"go/token"
	"strings"
)

// Op says what a Node is.
type Op uint8

// Expressions and statements of the tree form.
const (
	OpUnknown   Op = iota // an expression that nothing is known about
	OpConst               // constant of basic type
	OpNil                 // nil
	OpVar                 // local variable Int
	OpGlobal              // package variable Str
	OpFunc                // function Str as a value
	OpFuncLit             // function literal Fn
	OpField               // Kids[0].Str
	OpMethodVal           // Kids[0].Str bound to its receiver
	OpIndex               // Kids[0][Kids[1]]
	OpSlice               // Kids[0][lo:hi]; Kids[1], Kids[2] are the bounds or OpUnknown
	OpDeref               // *Kids[0]
	OpAddr                // &Kids[0]
	OpNot                 // !Kids[0]
	OpUnary               // Str Kids[0], of numbers
	OpRecv                // <-Kids[0]
	OpBin                 // Kids[0] Str Kids[1]
	OpConcat              // Kids[0] + Kids[1] of strings
	OpCall                // call of the function named Str; Kids are receiver (if Recv) and arguments
	OpDynCall             // call of the function value Kids[0]
	OpBuiltin             // call of the builtin Str
	OpStruct              // composite literal of Type; Kids are OpKV
	OpMap                 // map literal; Kids are OpKV with key and value
	OpList                // slice or array literal; an element with an index is an OpKV with Int
	OpKV                  // Str: Kids[0], or Kids[0]: Kids[1]
	OpAssert              // Kids[0].(Type)
	OpConv                // Type(Kids[0])
	OpCopy                // copy of a struct or an array

	OpBlock  // Int is 1 where it holds labels
	OpLabel  // Str, where goto goes on
	OpGoto   // Str
	OpAssign // Int left-hand sides, then right-hand sides; Str is "=", "zero" (declared without a value) or "op=" with Operator
	OpExpr   // expression statement
	OpIf     // init or nil, cond, then, else or nil
	OpFor    // init, cond, post, body, each may be nil
	OpRange  // key, value, collection, body; key and value may be nil; Int is the length of an array
	OpSwitch // init, tag, then OpCase
	OpTypeSwitch
	OpCase   // Int expressions, then body; Types lists types of a type switch; Through falls into the next one
	OpSelect // Kids are blocks, each with its communication first
	OpReturn
	OpBreak
	OpContinue
	OpGo
	OpDefer
	OpNone // an optional part that is missing
)

// A Node is an expression or a statement. Positions are valid in the package
// that lowered it; in a fact they are zero.
type Node struct {
	Op       Op
	Str      string
	Int      int64
	Type     string   // type of the value, as TypeName writes it
	Types    []string // result types of a call, or types of a case
	Recv     bool     // OpCall: Kids[0] is the receiver
	Iface    bool     // OpCall: the receiver is an interface
	Ellipsis bool     // OpCall: the last argument is passed as args...
	Named    string   // OpConst: name of the constant
	DeclPkg  string   // OpConst: package of a constant declared elsewhere
	Judged   bool     // OpConst: the declaring package has judged this value itself
	Cands    []string // OpCall on an interface: types that implement it, as seen where the call stands
	Pos, End token.Pos
	NamePos  token.Pos // OpCall: position of the function's name
	// Decl marks an OpVar on a left-hand side that declares the variable: each
	// time it runs, there is a new one. On a loop it says that the loop declares
	// its variables, and PerTurn that each turn has its own (go 1.22).
	Decl, PerTurn bool
	// ByValue marks a place or a copy whose type is a struct or an array.
	ByValue   bool
	Unchecked bool     // OpCall, OpDynCall: nobody looks at its error
	Through   bool     // OpCase: ends with fallthrough
	Operator  string   // OpAssign: of "op="
	TypeArgs  []string // OpCall, OpFunc: of a generic function
	Kids      []*Node
	Fn        *Func
}

// none stands for a missing part, since facts cannot carry nil.
var none = &Node{Op: OpNone}

// Missing reports whether an optional part is not there.
func (n *Node) Missing() bool { return n == nil || n.Op == OpNone }

// Each visits a tree from its root, with the function literals in it.
func (n *Node) Each(visit func(*Node)) {
	n.Any(func(n *Node) bool {
		visit(n)
		return false
	})
}

// Any reports whether something holds of a node of the tree, function literals
// included. It looks no further than the first one.
func (n *Node) Any(holds func(*Node) bool) bool {
	if n.Missing() {
		return false
	}
	if holds(n) {
		return true
	}
	for _, k := range n.Kids {
		if k.Any(holds) {
			return true
		}
	}
	return n.Fn != nil && n.Fn.Body.Any(holds)
}

// Base returns the last part of a qualified name: the function, the method, the
// field or the type.
func Base(name string) string { return name[strings.LastIndexByte(name, '.')+1:] }

// A Func is a function or method in tree form. A function literal has variables
// of its own; those of the functions around it that it names are captured.
type Func struct {
	Name     string // package path, receiver type and name, joined by dots
	Pkg      string
	Params   []int // variables of receiver and parameters; -1 for a blank one
	Names    []string
	Types    []string
	Recv     bool
	Variadic bool
	Results  []int // variables of named results
	ResTypes []string
	NumVars  int
	// Boxed tells, by variable, which ones live apart from the frame of an
	// execution: a literal captured them, or their address was taken.
	Boxed      []bool
	Captures   []Capture // of a literal
	TypeParams []string
	// Opaque says why the body is not there although the function has one.
	Opaque   string
	Size     int // number of nodes
	Exported bool
	Gen      bool // stands in a generated file
	Lit      bool
	Body     *Node
	Pos      token.Pos
}

// A Capture is a variable of the function around a literal, which the literal
// shares.
type Capture struct{ Outer, Inner int }

// A Type is what must be known of a named type: its fields as JSON sees them,
// and its methods, also those promoted from embedded fields.
type Type struct {
	Name    string
	Fields  []Field
	Methods map[string]Method
	Gen     bool
	Struct  bool
	// Under is the underlying type, but for structs.
	Under string
	// Exported types may be made and filled by whoever imports the package.
	Exported bool
}

// A Field is one field of a struct.
type Field struct {
	Name      string
	Type      string
	JSON      string // key, or "" when the field does not marshal
	OmitEmpty bool   // omitempty or omitzero
	OmitZero  bool   // omitzero
	Quoted    bool   // the tag has the option ",string"
	Embedded  bool
	// Config is the name by which configuration libraries know the field, where a tag
	// gives it one.
	Config string
	// Default is what a configuration library puts into the field unless told
	// otherwise, by the field's tag.
	Default string

	at   Source // of Default; only in the package that declares the type
	decl Source // of the field itself, likewise
}

// A Method names the function behind a selector, and the embedded fields that
// lead to its receiver.
type Method struct {
	Func string
	Path []string
}

// A Unit is the tree form of one package, or of what other packages need to
// know of it.
type Unit struct {
	Pkg     string
	Funcs   map[string]*Func
	Types   map[string]*Type
	Globals map[string]*Global
	// Under holds the underlying types of named types of other packages: "struct",
	// "interface" or as [TypeName] writes them.
	Under map[string]string
	// Made lists the types of which the package makes values.
	Made map[string]bool
	Main bool // nobody imports it
}

// A Global is a package variable with the expression that initialises it.
type Global struct {
	Name  string
	Type  string
	Init  *Node
	Index int // result index, when Init is a call with several results
	NVars int
	Boxed []bool // variables of Init that live apart; see [Func]
	Pos   token.Pos
}

// At is where the default of a field stands, in the package that declares the
// type; elsewhere it is the zero Source.
func (f Field) At() Source { return f.at }

// IsTrue reports whether the node is the constant true.
func (n *Node) IsTrue() bool { return n.Op == OpConst && n.Type == "bool" && n.Int == 1 }

// IsBoxed reports whether a variable lives apart from the frame.
func (f *Func) IsBoxed(i int) bool { return i >= 0 && i < len(f.Boxed) && f.Boxed[i] }

// Declared is where the field stands, in the package that declares the type;
// elsewhere it is the zero Source.
func (f Field) Declared() Source { return f.decl }
