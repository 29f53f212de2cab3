package paths

import (
	"os"
	"slices"
	"testing"

	"golang.org/x/tools/go/packages"
	"golang.org/x/tools/go/ssa"
)

// The values of a switch are those with which the program behaves: each case is a
// condition, with the text that lets the send through and the one that stops it.
func TestFlagValues(t *testing.T) {
	cases := []struct{ name, decls, cond, yes, no string }{
		{"enabled", ``, `os.Getenv("F") == "true"`, "true", "false"},
		{"disabled", ``, `os.Getenv("F") == "1"`, "1", "0"},
		{"unless false", ``, `os.Getenv("F") != "false"`, "true", "false"},
		{"on", ``, `os.Getenv("F") == "on"`, "on", "off"},
		{"variable", `var on = os.Getenv("F") == "yes"`, `on`, "yes", "no"},
		{"parsed", `func on() bool { v, err := strconv.ParseBool(os.Getenv("F")); return err == nil && v }`, `on()`, "true", "false"},
		{"parsed, with a default", `func on() bool { v, err := strconv.ParseBool(os.Getenv("F")); if err != nil { return true }; return v }`, `on()`, "true", "false"},
		{"lower case", `func on() bool { return strings.ToLower(strings.TrimSpace(os.Getenv("F"))) != "off" }`, `on()`, "on", "off"},
		{"several words", `func on() bool { switch os.Getenv("F") { case "1", "true", "yes": return true }; return false }`, `on()`, "true", "false"},
		{"looked up", `func on() bool { v, ok := os.LookupEnv("F"); return !ok || v != "0" }`, `on()`, "1", "0"},
		{"field", `type config struct{ on bool }
func load() config { return config{on: os.Getenv("F") == "true"} }
var c = load()`, `c.on`, "true", "false"},
		{"function in a field", `type client struct{ enabled func() bool }
func New(f func() bool) *client { if f == nil { f = func() bool { return true } }; return &client{enabled: f} }
var c = New(func() bool { return os.Getenv("F") != "false" })`, `c.enabled()`, "true", "false"},
		{"another variable", ``, `os.Getenv("G") == "true"`, "", ""},
		{"not seen", `var ch = make(chan bool)`, `<-ch && os.Getenv("F") == "true"`, "true", "false"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			write(t, dir, "go.mod", "module example.com/m\n\ngo 1.25\n")
			write(t, dir, "main.go", "package main\n\nimport (\n\"os\"\n\"strconv\"\n\"strings\"\n)\n\nvar _, _ = strconv.Itoa, strings.ToLower\n\n"+c.decls+"\n\nfunc main() {\nif "+c.cond+" {\nsend()\n}\n}\n\nfunc send() {}\n")
			loaded, err := packages.Load(&packages.Config{Dir: dir, Mode: packages.LoadAllSyntax &^ packages.NeedDeps, Env: append(os.Environ(), "GOWORK=off")}, "./...")
			if err != nil || packages.PrintErrors(loaded) > 0 {
				t.Fatal(err)
			}
			p := Build(loaded)
			var cond ssa.Value
			for _, b := range p.Func("example.com/m.main").Blocks {
				if i, ok := b.Instrs[len(b.Instrs)-1].(*ssa.If); ok {
					cond = i.Cond
				}
			}
			yes, no := p.FlagValues(cond, func(names, args []string, text string) (any, bool) {
				return text, (slices.Contains(names, "os.Getenv") || slices.Contains(names, "os.LookupEnv")) && slices.Contains(args, "F")
			}, func(string) bool { return false })
			if yes != c.yes || no != c.no {
				t.Errorf("yes with %q, no with %q; want %q and %q", yes, no, c.yes, c.no)
			}
		})
	}
}
