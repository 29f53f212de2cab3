package grammar

import (
	"regexp"
	"strconv"
	"strings"
)

// Prefixes of constants: those of dead are never sent, those of guard are only
// compared. An analysis that says either may be sent is wrong.
const (
	Live  = "v"
	Dead  = "dead"
	Guard = "guard"
)

// conditions on the inputs; the last ones hold always, which is not obvious.
var conditions = []string{
	"flag", "!flag", "n > 0", "n == 1", `s == "alpha"`, `s != ""`, "n < 3 && flag", `flag || s == "beta"`, "len(s) < 100", "n >= 0",
}

// always are conditions that hold for every input.
var always = []string{"len(s) < 100", "n >= 0", "n != 77"}

// A writer collects one program.
type writer struct {
	rnd     *source
	id      string // suffix of what is declared at package level
	version string
	app     []string // declarations
	lib     []string
	count   int
	used    []string // constructs
	apart   int      // declarations go to the other package once in so many times; 0 for never
}

func (w *writer) fresh(name string) string {
	w.count++
	return name + strconv.Itoa(w.count)
}

// A site is where a construct is put.
type site struct {
	inLib bool // among the functions of the other package
	// inner writes what a context stands around, for the package it is in; it
	// returns the statements and the variable they make.
	inner func(inLib bool) (stmts, res string)
	// texts are given for $in, $in2, $METHOD and the like.
	texts map[string]string
}

var placeholder = regexp.MustCompile(`\$[A-Za-z][A-Za-z0-9]*|@[A-Za-z][A-Za-z0-9]*|\.%[A-Z][A-Za-z0-9]*`)

// expand writes a construct. It returns its statements, and the variable they
// make.
func (w *writer) expand(c *Construct, at site) (stmts, out string) {
	w.used = append(w.used, c.ID())
	declInLib := at.inLib
	if !at.inLib && !c.marked("samepkg") && w.apart > 0 && c.Decl != "" {
		declInLib = w.rnd.in(w.apart)
	}
	names := map[string]string{}
	out = w.fresh("x")
	fill := func(text string, inLib bool) string {
		res, body := "", ""
		if at.inner != nil && strings.Contains(text, "$BODY") {
			body, res = at.inner(inLib)
		}
		return placeholder.ReplaceAllStringFunc(text, func(p string) string {
			if p[0] == '.' {
				return "." + names["@"+p[2:]]
			}
			if given, ok := at.texts[p[1:]]; ok && p[0] == '$' {
				return given
			}
			switch p {
			case "$out":
				return out
			case "$res":
				return res
			case "$BODY":
				return body
			case "$lit", "$word":
				return strconv.Quote(w.fresh(Live))
			case "$dead":
				return strconv.Quote(w.fresh(Dead))
			case "$guard":
				return strconv.Quote(w.fresh(Guard))
			case "$cond":
				return pick(w.rnd, conditions)
			case "$yes":
				return pick(w.rnd, always)
			}
			name, ok := names[p]
			if !ok {
				name = w.fresh(p[1:])
				if p[0] == '@' {
					name += "_" + w.id
				}
				names[p] = name
			}
			if p[0] == '@' && declInLib && !inLib {
				return "lib." + name
			}
			return name
		})
	}
	if c.Decl != "" {
		decl := fill(c.Decl, declInLib)
		if declInLib {
			w.lib = append(w.lib, decl)
		} else {
			w.app = append(w.app, decl)
		}
	}
	return fill(c.Body, at.inLib), out
}
