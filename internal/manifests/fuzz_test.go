package manifests

import (
	"testing"

	"github.com/klaviyolint/klaviyolint/internal/sidefile"
)

// Every reader is to survive any bytes: an error, fewer dependencies, never a
// panic, and every place inside the file.
func FuzzReaders(f *testing.F) {
	for _, seed := range []string{
		"", "\xef\xbb\xbf", "{", `{"dependencies": {"klaviyo-api": "^22.0.0"}}`, `{"require": {"klaviyo/api": "20"}}`,
		"klaviyo-api==22.0.0 \\\n --hash=x\n", "-e git+https://example.com#egg=klaviyo-api&x", "\\\n\\\n", "-c x",
		"[project]\ndependencies = [\"klaviyo-api>=22\", '''klaviyo-api''']\n", "klaviyo-api = \"\"\"\n*\"\"\"",
		"[packages]\nklaviyo-api = {version = \"*\"}\n", "[tool.poetry.dependencies]\nklaviyo-api = [{version=\"1\"}]",
		"gem 'klaviyo-api-sdk', ['1', \"2\", :a => [", "gem(", "gem \"", "gem 'klaviyo', #",
		"module m\nrequire github.com/monetha/go-klaviyo v0.0.9\nreplace github.com/monetha/go-klaviyo => ../x\n",
		"catalog:\n  klaviyo-api: '^1'\n", "catalogs:\n a:\n  klaviyo-api: \n",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		for name, read := range readers {
			file := sidefile.New(name, data)
			deps, _ := read(file)
			checkPlaces(t, file, deps)
		}
		file := sidefile.New("requirements.txt", data)
		checkPlaces(t, file, pipRequirements(file))
		for _, name := range append([]string{"composer.lock", "Gemfile.lock", "Pipfile.lock"}, append(npmLocks, pythonLocks...)...) {
			lock := sidefile.New(name, data)
			npmLockedVersion(lock, "klaviyo-api")
			pythonLockedVersion(lock, "klaviyo-api")
			composerLockedVersion(lock, "klaviyo/api")
			gemLockedVersion(lock, "klaviyo-api-sdk")
		}
	})
}

func FuzzScripts(f *testing.F) {
	for _, seed := range []string{
		"", "npm i klaviyo-api", "npm i \\\r\n klaviyo-api", "sh -c \"npm i klaviyo-api", "$($($(", "${{ x", "[\"a\", 'b", "<<EOF\nx\nEOF",
		"cat <<E\nnpm i klaviyo-api", "RUN [\"npm\",\"i\",\"klaviyo-api\"]", "run: |\n  npm i klaviyo-api", "- - run: >-\n\n     x", "`a` \\",
		"eval '", "script:\n- npm i klaviyo-api\r\n", "pip install 'klaviyo-api", "gem install klaviyo-api-sdk -v",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		file := sidefile.New("x", data)
		for _, kind := range []sidefile.Kind{sidefile.Shell, sidefile.Make, sidefile.Docker, sidefile.YAML} {
			checkPlaces(t, file, scriptInstalls(file, kind))
		}
	})
}

// checkPlaces fails on a place outside the file.
func checkPlaces(t *testing.T, f *sidefile.File, deps []Dependency) {
	t.Helper()
	last, _ := f.Position(len(f.Data))
	for _, d := range deps {
		if d.Line < 1 || d.Line > last || d.Col < 1 || d.EndCol < d.Col {
			t.Errorf("%s: a place outside the file: %+v", f.Path, d)
		}
		if d.Start > d.End || d.End > f.DiskOffset(len(f.Data)) {
			t.Errorf("%s: an edit outside the file: %+v", f.Path, d)
		}
	}
}
