package manifests

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/klaviyolint/klaviyolint/internal/sidefile"
)

// Texts that are no manifest of any kind, for every reader: fewer dependencies or
// an error, never a panic, and every place inside the file.
func TestBadInput(t *testing.T) {
	t.Parallel()
	deep := strings.Repeat
	texts := []string{
		"", " ", "\n", "\x00", "\xff\xfe\x00", "\xef\xbb\xbf", "{", "}", "[", "]", "\"", "'", "`", "null", "true", "0", "[]", "{}", "[[]]", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{\"dependencies\": null}",
		`{"dependencies": []}`, `{"dependencies": {"klaviyo-api": null}}`, `{"dependencies": {"klaviyo-api": 1}}`, `{"dependencies": {"klaviyo-api": {}}}`, `{"dependencies": {"klaviyo-api": ["^1"]}}`,
		`{"dependencies": {"klaviyo-api": ""}}`, `{"dependencies": {"klaviyo-api": "` + deep("9", 10_000) + `"}}`, `{"dependencies": {"klaviyo-api": "^1"}`, `{"dependencies": {"klaviyo-api": "^1"}} x`,
		`{"require": {"klaviyo/api": false}}`, `{"packages": {"": 1}}`, deep("[", 100_000), deep("{\"a\":", 50_000), deep("a.", 50_000) + "a = 1", "a = " + deep("[", 100_000),
		"klaviyo-api==", "klaviyo-api==;", "klaviyo-api==1 \\", "-r", "-r ../../x", "-e", "--hash", "klaviyo-api @ ", "klaviyo-api[", "klaviyo-api[x", "klaviyo_api~=", "klaviyo-api; python_version", "#", deep("\\\n", 10_000),
		"[project]", "[project]\ndependencies = 1", "[project]\ndependencies = [1]", "[tool.poetry.dependencies]\nklaviyo-api = 1", "[tool.poetry]\ndependencies = []", "[[package]]\nname = 1", "[packages]\nklaviyo-api = []",
		"gem", "gem 'klaviyo", "gem \"klaviyo-api-sdk\", ", "gem 'klaviyo-api-sdk', [", "gem(", "gem %w[klaviyo]", "source 'x' do", deep("gem 'klaviyo'\n", 2_000),
		"module", "module m\nrequire", "module m\nrequire (", "module m\nrequire x", "module m\nrequire x y", "module m\ngo", "module m\nreplace a =>", "module \"", "module m\nrequire a v1.0.0\nrequire a v1.0.0", "module m m",
		"module m\nrequire github.com/monetha/go-klaviyo v0.0.9 // indirect", "module m\nexclude", "module m\nretract [v1", "module m\n" + deep("require a.b/c v1.0.0\n", 5_000), "\x00module m", "module m\nrequire a\x1b[2J v1.0.0",
		"a: [", "a: b: c", "- - -", "catalog:\n\tx: 1", "catalogs: {", "---\n---", "&a [*a]", "a: !!binary x", "%YAML 9", deep("- ", 10_000),
	}
	if len(texts) < 80 {
		t.Fatalf("only %d", len(texts))
	}
	for _, text := range texts {
		for name, read := range readers {
			file := sidefile.New(name, []byte(text))
			deps, err := read(file)
			checkPlaces(t, file, deps)
			if err != nil && (strings.TrimSpace(err.Error()) == "" || len(err.Error()) > 600) {
				t.Errorf("%s, %q: an error of %d characters", name, text[:min(len(text), 30)], len(err.Error()))
			}
			if se := (*sidefile.SyntaxError)(nil); err != nil && asSyntax(err, &se) && se.Line < 0 {
				t.Errorf("%s: %v", name, err)
			}
		}
		file := sidefile.New("x", []byte(text))
		for _, kind := range []sidefile.Kind{sidefile.Shell, sidefile.Make, sidefile.Docker, sidefile.YAML} {
			checkPlaces(t, file, scriptInstalls(file, kind))
		}
	}
}

func asSyntax(err error, to **sidefile.SyntaxError) bool {
	var se *sidefile.SyntaxError
	ok := errors.As(err, &se)
	*to = se
	return ok
}

// A go.mod gives places inside it, whatever it holds.
func FuzzGoMod(f *testing.F) {
	for _, seed := range []string{
		"module m\n", "module m\nrequire github.com/monetha/go-klaviyo v0.0.9\n", "module m\r\nrequire (\r\n\tgithub.com/monetha/go-klaviyo v0.0.9 // indirect\r\n)\r\n",
		"\xef\xbb\xbfmodule m\nreplace github.com/monetha/go-klaviyo => ../x\n", "module m\nrequire \"github.com/monetha/go-klaviyo\" v0.0.0-20240322101112-0123456789ab\n",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		file := sidefile.New("go.mod", data)
		deps, err := goMod(file)
		checkPlaces(t, file, deps)
		if err != nil {
			_ = fmt.Sprint(err)
		}
	})
}
