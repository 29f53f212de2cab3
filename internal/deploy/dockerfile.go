package deploy

import (
	"path"
	"path/filepath"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/sidefile"
)

// An instruction is one of a Dockerfile, with its continued lines.
type instruction struct {
	word string
	args string
	line int
}

// instructions splits a Dockerfile. Heredocs are no instructions.
func instructions(f *sidefile.File) []instruction {
	var out []instruction
	open, ends := false, ""
	number := 0
	for _, line := range f.Lines() {
		number++
		text := strings.TrimSpace(line)
		switch {
		case ends != "":
			if text == ends {
				ends = ""
			}
			continue
		case text == "" || strings.HasPrefix(text, "#"):
			continue
		}
		cont := strings.HasSuffix(text, "\\")
		text = strings.TrimSpace(strings.TrimSuffix(text, "\\"))
		if open {
			out[len(out)-1].args += " " + text
		} else {
			word, args, _ := strings.Cut(text, " ")
			out = append(out, instruction{strings.ToUpper(word), strings.TrimSpace(args), number})
		}
		open = cont
		if i := strings.Index(text, "<<"); i >= 0 && !cont {
			ends = strings.Trim(strings.TrimPrefix(strings.Fields(text[i+2:] + " ")[0], "-"), `"'`)
		}
	}
	return out
}

// dockerfile reads what an image is built of, and what its environment is.
func (r *reader) dockerfile(f *sidefile.File) {
	image := Image{Place: Place{f.Path, 1, 1}, Folder: filepath.Dir(f.Path)}
	env := func(line int, name, value string) {
		e := literal(Env{Place: Place{f.Path, line, 1}, Name: name}, value)
		r.files.Env = append(r.files.Env, e)
	}
	for _, in := range instructions(f) {
		switch in.word {
		case "ENV":
			for name, value := range pairs(in.args) {
				env(in.line, name, value)
			}
		case "ARG":
			// An argument without a default is given to the build.
			if name, value, ok := strings.Cut(in.args, "="); ok && value != "" {
				env(in.line, name, strings.Trim(value, `"'`))
			}
		case "COPY", "ADD":
			for _, from := range sources(in.args) {
				if sidefile.KindOf(from) == sidefile.Env {
					image.Copied = append(image.Copied, Place{f.Path, in.line, 1})
					r.envFile(Place{f.Path, in.line, 1}, filepath.Join(image.Folder, filepath.FromSlash(from)), nil)
				}
			}
		case "RUN":
			image.Packages = append(image.Packages, built(in.args)...)
		case "ENTRYPOINT", "CMD":
			if store := startsWithStore(commandWords(in.args)); store != "" {
				r.files.Env = append(r.files.Env, Env{Place: Place{f.Path, in.line, 1}, Fill: FillStore, Store: store})
			}
		}
	}
	r.files.Images = append(r.files.Images, image)
}

// pairs reads NAME=value ..., and the old form NAME value.
func pairs(args string) func(yield func(string, string) bool) {
	return func(yield func(string, string) bool) {
		fields := quotedFields(args)
		if len(fields) > 0 && !strings.Contains(fields[0], "=") {
			name, value, _ := strings.Cut(args, " ")
			yield(name, strings.Trim(strings.TrimSpace(value), `"'`))
			return
		}
		for _, f := range fields {
			name, value, ok := strings.Cut(f, "=")
			if ok && !yield(name, strings.Trim(value, `"'`)) {
				return
			}
		}
	}
}

// quotedFields splits at blanks outside quotes.
func quotedFields(s string) []string {
	var out []string
	var b strings.Builder
	var quote rune
	for _, c := range s {
		switch {
		case quote != 0:
			b.WriteRune(c)
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
			b.WriteRune(c)
		case c == ' ' || c == '\t':
			if b.Len() > 0 {
				out = append(out, b.String())
				b.Reset()
			}
		default:
			b.WriteRune(c)
		}
	}
	if b.Len() > 0 {
		out = append(out, b.String())
	}
	return out
}

// sources returns the files that COPY or ADD take from the folder of the build.
func sources(args string) []string {
	fields := commandWords(args)
	for len(fields) > 0 && strings.HasPrefix(fields[0], "--") {
		if strings.HasPrefix(fields[0], "--from") {
			return nil
		}
		fields = fields[1:]
	}
	if len(fields) < 2 {
		return nil
	}
	return fields[:len(fields)-1]
}

// commandWords reads a command in its list form or its shell form.
func commandWords(args string) []string {
	args = strings.TrimSpace(args)
	if strings.HasPrefix(args, "[") {
		args = strings.NewReplacer("[", " ", "]", " ", ",", " ").Replace(args)
	}
	fields := quotedFields(args)
	for i := range fields {
		fields[i] = strings.Trim(fields[i], `"'`)
	}
	return fields
}

// built returns the packages that a shell command builds with go build or go
// install.
func built(command string) []string {
	var out []string
	split := strings.NewReplacer("&&", ";", "||", ";", "|", ";")
	for part := range strings.SplitSeq(split.Replace(command), ";") {
		fields := commandWords(part)
		for i := 0; i+1 < len(fields); i++ {
			if base(fields[i]) != "go" || fields[i+1] != "build" && fields[i+1] != "install" {
				continue
			}
			out = append(out, packages(fields[i+2:])...)
			break
		}
	}
	return out
}

// valued are the flags of go build whose value is the next word.
var valued = map[string]bool{
	"-o": true, "-tags": true, "-ldflags": true, "-gcflags": true, "-asmflags": true, "-mod": true, "-modfile": true,
	"-p": true, "-C": true, "-buildmode": true, "-installsuffix": true, "-pkgdir": true, "-toolexec": true, "-overlay": true,
}

func packages(args []string) []string {
	var out []string
	for i := 0; i < len(args); i++ {
		switch {
		case valued[args[i]]:
			i++
		case strings.HasPrefix(args[i], "-"):
		default:
			out = append(out, path.Clean(args[i]))
		}
	}
	if len(out) == 0 {
		out = []string{"."}
	}
	return out
}
