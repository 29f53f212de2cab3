// Package grammar writes small Go programs that send requests to Klaviyo: the
// same seed gives the same program. What a program may be made of lies as data
// under constructs/, one file for each part of a program, one entry for each
// construct of the language or of the standard library.
//
// A program need not be sensible. It compiles, ends, and sends something; what
// it sends is found out by running it.
package grammar

import (
	"embed"
	"fmt"
	"hash/fnv"
	"io/fs"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

//go:embed constructs/*.txt
var files embed.FS

// A Construct is one entry of the grammar: a few statements, with the
// declarations they need, that turn one value into another or send a request.
//
// In its text, $in and $in2 stand for given expressions and $out for the
// variable it makes; $lit for a constant that may be sent, $dead for one that
// never is, $guard for one that is compared only, $cond for a condition on the
// inputs. Other names with $ are local variables and labels, those with @ are
// declared at package level, maybe in another package, and .%Name is the field
// that embedding @Name makes.
type Construct struct {
	File  string // the part of a program it belongs to: "control", "url", ...
	Name  string
	Since string // language version it needs: "1.23", or ""
	Decl  string
	Body  string
	Marks []string // text, samepkg, noheaders, nobody
}

// ID names the construct in reports.
func (c *Construct) ID() string { return c.File + "/" + c.Name }

func (c *Construct) marked(m string) bool { return slices.Contains(c.Marks, m) }

// values are the parts whose constructs turn one value into another.
var values = []string{"control", "data", "functions", "library", "concurrency"}

var all = parse()

// Constructs returns the grammar, ordered by part and name.
func Constructs() []*Construct { return all }

// Values returns the constructs that turn one value into another.
func Values() []*Construct {
	return slices.DeleteFunc(slices.Clone(all), func(c *Construct) bool { return !slices.Contains(values, c.File) })
}

// Edition identifies the grammar: seeds give the same programs while it stays.
func Edition() string {
	h := fnv.New32a()
	for _, c := range all {
		fmt.Fprintf(h, "%s %s %s\n%s\n%s\n", c.ID(), c.Since, c.Marks, c.Decl, c.Body)
	}
	return fmt.Sprintf("%08x", h.Sum32())
}

var heading = regexp.MustCompile(`^=== (\S+)(?: go(\S+))?$`)

func parse() []*Construct {
	var out []*Construct
	names, err := fs.Glob(files, "constructs/*.txt")
	if err != nil {
		panic(err)
	}
	for _, name := range names {
		data, err := files.ReadFile(name)
		if err != nil {
			panic(err)
		}
		file := strings.TrimSuffix(strings.TrimPrefix(name, "constructs/"), ".txt")
		var c *Construct
		var into *string
		for i, line := range strings.Split(string(data), "\n") {
			if m := heading.FindStringSubmatch(line); m != nil {
				c = &Construct{File: file, Name: m[1], Since: m[2]}
				into = &c.Body
				out = append(out, c)
				continue
			}
			switch rest, section := strings.CutPrefix(line, "--- "); {
			case c == nil:
				if line != "" && !strings.HasPrefix(line, "# ") {
					panic(name + ":" + strconv.Itoa(i+1) + ": text before the first construct")
				}
			case rest == "decl":
				into = &c.Decl
			case rest == "body":
				into = &c.Body
			case section:
				c.Marks = append(c.Marks, strings.Fields(rest)...)
			default:
				*into += line + "\n"
			}
		}
	}
	for _, c := range out {
		c.Decl, c.Body = strings.TrimSpace(c.Decl), strings.TrimSpace(c.Body)
	}
	slices.SortStableFunc(out, func(a, b *Construct) int { return strings.Compare(a.ID(), b.ID()) })
	return out
}

// newer reports whether a construct needs a later version of the language.
func (c *Construct) newer(version string) bool {
	if c.Since == "" {
		return false
	}
	minor := func(v string) int {
		_, after, _ := strings.Cut(v, ".")
		n, err := strconv.Atoi(after)
		if err != nil {
			panic("grammar: version " + v)
		}
		return n
	}
	return minor(c.Since) > minor(version)
}
