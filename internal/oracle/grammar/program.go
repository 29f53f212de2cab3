package grammar

import (
	"fmt"
	"go/format"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Language versions that programs are written for: the oldest and the newest.
const (
	Oldest = "1.21"
	Newest = "1.25"
)

// Module is the path of the module that programs belong to. Its packages are
// app, which has the entry of each program, and lib.
const Module = "oracle.test"

// A Program is one program: an entry in package app, and what it needs.
type Program struct {
	ID         string            // suffix of what it declares at package level
	Version    string            // of the language
	Files      map[string]string // path below the module to source
	Constructs []string          // it is made of, as IDs
	// Probed is the construct that a probe is about, and Part where its value goes.
	Probed, Part string
}

// Entry is the name of the function in package app that runs the program; its
// type is func(flag bool, n int, s string) error.
func (p *Program) Entry() string { return "Run_" + p.ID }

// An Input is what an entry is called with.
type Input struct {
	Flag bool
	N    int
	S    string
}

// Inputs are all that programs are run with: each condition of the grammar
// holds for some and fails for others, in combinations.
var Inputs = []Input{{false, 0, ""}, {true, 1, "alpha"}, {false, 2, "beta"}, {true, 3, ""}, {true, 0, "beta"}, {false, 1, "alpha"}, {true, 2, "alpha"}, {false, 3, "beta"}}

// Seeded writes the program of a seed.
func Seeded(seed uint64) *Program {
	rnd := from(seed)
	w := &writer{rnd: rnd, id: "p" + strconv.FormatUint(seed, 10), version: Newest, apart: 3}
	if rnd.in(4) {
		w.version = Oldest
	}
	w.run(w.body())
	return w.program()
}

// Probe writes a program in which the value of one construct goes into one part
// of a request: "path", "header" or "body".
func Probe(c *Construct, part string, apart bool, number int) *Program {
	w := &writer{rnd: from(uint64(number)), id: "q" + strconv.Itoa(number), version: Newest}
	if apart {
		w.apart = 1
	}
	b := &body{w: w}
	in := b.start(0)
	v := b.apply(c, in, in, 0)
	texts := map[string]string{"METHOD": `"POST"`, "URL": `"https://a.klaviyo.com/api/events"`, "READER": "nil", "HEADERS": ""}
	switch part {
	case "path":
		texts["URL"] = `"https://a.klaviyo.com/api/" + ` + v.name
	case "header":
		texts["HEADERS"] = `req.Header.Set("revision", ` + v.name + `)`
	case "body":
		texts["READER"] = "bytes.NewReader(data)"
		b.add("data, err := json.Marshal(map[string]string{\"v\": " + v.name + "})\nif err != nil {\nreturn\n}")
	}
	stmts, _ := w.expand(named("send/new-request"), site{texts: texts})
	b.add("{\n" + stmts + "\n}")
	w.run(b)
	p := w.program()
	p.Probed, p.Part = c.ID(), part
	return p
}

func named(id string) *Construct {
	i := slices.IndexFunc(all, func(c *Construct) bool { return c.ID() == id })
	return all[i]
}

// run declares the entry around its statements.
func (w *writer) run(b *body) {
	w.app = append(w.app, fmt.Sprintf("// Run_%s is the entry.\nfunc Run_%s(flag bool, n int, s string) (fail error) {\n%s\nreturn nil\n}", w.id, w.id, b.text()))
}

func (w *writer) program() *Program {
	p := &Program{ID: w.id, Version: w.version, Files: map[string]string{}, Constructs: w.used}
	p.Files["app/"+w.id+".go"] = file("app", w.app)
	if len(w.lib) > 0 {
		p.Files["lib/"+w.id+".go"] = file("lib", w.lib)
	}
	return p
}

// packages are those that constructs name, by the name they use.
var packages = []string{
	"bufio", "bytes", "cmp", "container/list", "context", "crypto/hmac", "crypto/sha256", "crypto/sha512", "crypto/subtle", "encoding/base64", "encoding/hex", "encoding/json", "errors", "fmt", "hash", "io", "iter", "log", "maps",
	"net/http", "net/url", "os", "path", "reflect", "regexp", "slices", "sort", "strconv", "strings", "sync", "sync/atomic", "text/template", "time",
}

// file puts the package clause and the imports in front of declarations.
func file(pkg string, decls []string) string {
	src := strings.Join(decls, "\n\n") + "\n"
	var b strings.Builder
	fmt.Fprintf(&b, "package %s\n\nimport (\n", pkg)
	for _, imp := range packages {
		if names(src, imp[strings.LastIndexByte(imp, '/')+1:]) {
			fmt.Fprintf(&b, "%q\n", imp)
		}
	}
	if names(src, "goflag") {
		b.WriteString("goflag \"flag\"\n")
	}
	if pkg == "app" && names(src, "lib") {
		fmt.Fprintf(&b, "\n%q\n", Module+"/lib")
	}
	b.WriteString(")\n\n" + src)
	out, err := format.Source([]byte(b.String()))
	if err != nil {
		return b.String() // the type checker says what is wrong
	}
	return string(out)
}

// Tidy lists the imports of a source anew, and formats it.
func Tidy(src string) string {
	clause, rest, ok := strings.Cut(src, "\n")
	if !ok {
		return src
	}
	if i := strings.Index(rest, "\n)\n"); i >= 0 && strings.HasPrefix(strings.TrimSpace(rest), "import (") {
		rest = rest[i+3:]
	} else if i := strings.Index(rest, "import ()"); i >= 0 {
		rest = rest[i+9:]
	} else if strings.HasPrefix(strings.TrimSpace(rest), "import \"") {
		_, rest, _ = strings.Cut(strings.TrimSpace(rest), "\n")
	}
	return file(strings.TrimPrefix(clause, "package "), []string{strings.TrimSpace(rest)})
}

// Renamed returns the program under another name.
func (p *Program) Renamed(id string) *Program {
	q := *p
	q.ID, q.Files = id, map[string]string{}
	own := regexp.MustCompile(`_` + p.ID + `\b`)
	for name, src := range p.Files {
		q.Files[strings.ReplaceAll(name, "/"+p.ID+".go", "/"+id+".go")] = own.ReplaceAllString(src, "_"+id)
	}
	return &q
}

// names reports whether a source uses a package.
func names(src, pkg string) bool {
	for from := 0; ; {
		i := strings.Index(src[from:], pkg+".")
		if i < 0 {
			return false
		}
		i += from
		if i == 0 || !strings.ContainsRune("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./", rune(src[i-1])) {
			// Not in a string: "a.klaviyo.com/api/lists.".
			if j := i + len(pkg) + 1; j < len(src) && src[j] >= 'A' && src[j] <= 'Z' {
				return true
			}
		}
		from = i + 1
	}
}
