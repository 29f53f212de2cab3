package generate

import (
	"go/scanner"
	"go/token"
	"io/fs"
	"path"
	"strings"
	"sync"
)

// healthTokens are the files of the health check as the compiler sees them.
var healthTokens = sync.OnceValue(func() map[string]bool {
	out := map[string]bool{}
	names, _ := fs.Glob(healthFiles, "health/*.go.txt") // the pattern is right
	for _, name := range names {
		if text, err := healthFiles.ReadFile(name); err == nil && !isTest(strings.TrimSuffix(path.Base(name), ".txt")) {
			out[tokens(text)] = true
		}
	}
	return out
})

func isTest(name string) bool { return strings.HasSuffix(name, "_test.go") }

// IsHealth reports whether the source files of a package, by their texts, are those
// of the health check, apart from comments, layout, the names of the files and that
// of the package. Where it is so, what the package does is known.
func IsHealth(texts [][]byte) bool {
	want := healthTokens()
	if len(texts) != len(want) {
		return false
	}
	seen := map[string]bool{}
	for _, text := range texts {
		t := tokens(text)
		if !want[t] || seen[t] {
			return false
		}
		seen[t] = true
	}
	return true
}

// tokens writes a file without comments, layout and package clause.
func tokens(text []byte) string {
	var s scanner.Scanner
	fset := token.NewFileSet()
	s.Init(fset.AddFile("", fset.Base(), len(text)), text, nil, 0)
	var b strings.Builder
	for n := 0; ; n++ {
		_, tok, lit := s.Scan()
		switch {
		case tok == token.EOF:
			return b.String()
		case n < 3: // package NAME ;
			continue
		case tok == token.SEMICOLON:
			lit = ""
		}
		b.WriteString(tok.String())
		b.WriteByte(' ')
		if lit != tok.String() {
			b.WriteString(lit)
		}
		b.WriteByte('\n')
	}
}
