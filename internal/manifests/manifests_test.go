package manifests

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/klaviyolint/klaviyolint/internal/sidefile"
)

var pinNames = map[Pin]string{
	Exact: "exact", Range: "range", AnyVersion: "any", Moving: "moving", VCS: "vcs", Archive: "archive", Folder: "folder",
	Pseudo: "pseudo", Incompatible: "incompatible", Fork: "fork", Unjudged: "unjudged",
}

// show writes a dependency as "line:col-endcol name pin version".
func show(d Dependency) string {
	s := fmt.Sprintf("%d:%d-%d %s %s", d.Line, d.Col, d.EndCol, d.Name, pinNames[d.Pin])
	if d.Version != "" {
		s += " " + d.Version
	}
	return s
}

func shown(deps []Dependency) []string {
	var out []string
	for _, d := range deps {
		out = append(out, show(d))
	}
	return out
}

// checkEverySpelling runs a reader over a text as it is, with Windows line
// ends and with a byte-order mark: the places must be the same, but for the
// mark's three bytes on the first line.
func checkEverySpelling(t *testing.T, path, text string, read reader, want ...string) {
	t.Helper()
	for name, data := range map[string]string{
		"plain": text,
		"crlf":  strings.ReplaceAll(text, "\n", "\r\n"),
		"bom":   "\n" + text,
	} {
		want := slices.Clone(want)
		if name == "bom" {
			data = "\xef\xbb\xbf" + data
			for i := range want {
				var line int
				var rest string
				if _, err := fmt.Sscanf(want[i], "%d:%s", &line, &rest); err != nil {
					t.Fatal(err)
				}
				_, tail, _ := strings.Cut(want[i], ":")
				want[i] = fmt.Sprintf("%d:%s", line+1, tail)
			}
		}
		got, err := read(sidefile.New(path, []byte(data)))
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if !slices.Equal(shown(sorted(got)), want) {
			t.Errorf("%s:\n got %q\nwant %q", name, shown(got), want)
		}
	}
}

func TestPackageJSON(t *testing.T) {
	checkEverySpelling(t, "package.json", `{
  "name": "klaviyo-api",
  "dependencies": {"left-pad": "^1.0.0", "klaviyo-api": "^22.0.0"},
  "devDependencies": {
    "klaviyo-api": "22.0.0",
    "k": "npm:klaviyo-api@~21.0.0",
    "klaviyo-sdk" :
      "latest"
  },
  "peerDependencies": {"klaviyo-api": ">=20"},
  "scripts": {"klaviyo-api": "node ."},
  "workspaces": {"catalog": {"klaviyo-api": "*"}}
}
`, npmManifest,
		"3:58-65 klaviyo-api range",
		"5:21-27 klaviyo-api exact 22.0.0",
		"6:27-34 klaviyo-api range",
		"8:8-14 klaviyo-sdk moving",
		"10:40-44 klaviyo-api unjudged",
		"12:46-47 klaviyo-api any",
	)
}

func TestNPMVersions(t *testing.T) {
	for req, want := range map[string]string{
		"22.0.0": "exact 22.0.0", "=22.0.0": "exact 22.0.0", "v22.0.0": "exact 22.0.0", " 22.0.0 ": "exact 22.0.0",
		"22.0.0-beta.1": "exact 22.0.0-beta.1", "22.0.0+build": "exact 22.0.0+build",
		"22": "range", "22.0": "range", "22.x": "range", "22.0.*": "range", "^22.0.0": "range", "~22.0.0": "range",
		">=22.0.0": "range", ">=20 <23": "range", "21.0.0 - 22.0.0": "range", "21.0.0 || 22.0.0": "range",
		"": "any", "*": "any", "x": "any", "latest": "moving", "next": "moving", "beta": "moving", "canary-1": "moving",
		"git+https://github.com/klaviyo/klaviyo-api-node.git": "vcs", "github:klaviyo/klaviyo-api-node": "vcs",
		"klaviyo/klaviyo-api-node#v22.0.0": "vcs", "git@github.com:klaviyo/klaviyo-api-node.git": "vcs",
		"https://github.com/klaviyo/klaviyo-api-node.git#v22.0.0": "vcs", "https://example.com/klaviyo-api-22.0.0.tgz": "archive",
		"file:../klaviyo": "folder", "link:../klaviyo": "folder", "../klaviyo": "folder", "/opt/klaviyo": "folder",
		"workspace:*": "unjudged", "catalog:": "unjudged", "${KLAVIYO}": "unjudged",
	} {
		pin, version := pinNPM(req)
		if got := strings.TrimSpace(pinNames[pin] + " " + version); got != want {
			t.Errorf("%q: got %s, want %s", req, got, want)
		}
	}
}

func TestPnpmCatalog(t *testing.T) {
	checkEverySpelling(t, "pnpm-workspace.yaml", `packages:
  - 'apps/*'
catalog:
  react: ^18.0.0
  "klaviyo-api": ^22.0.0 # newest
catalogs:
  old:
    klaviyo-api: 21.0.0
other:
  klaviyo-api: ^1.0.0
`, sure(pnpmCatalog), "5:18-25 klaviyo-api range", "8:18-24 klaviyo-api exact 21.0.0")
}

func TestRequirements(t *testing.T) {
	checkEverySpelling(t, "requirements.txt", `# klaviyo-api
requests==2.0
klaviyo-api==22.0.0  # pinned
Klaviyo_API>=22,<23 ; python_version >= "3.9"
klaviyo.api[async] ~= 22.0
klaviyo-api
klaviyo-api===22.0.0 --hash=sha256:00 \
    --hash=sha256:11
klaviyo-api==22.*
klaviyo-api (==22.0.0)
klaviyo-api @ git+https://github.com/klaviyo/klaviyo-api-python@v22.0.0
-e git+https://github.com/klaviyo/klaviyo-api-python#egg=klaviyo-api
git+https://github.com/klaviyo/klaviyo-api-python
klaviyo-api @ file:///opt/klaviyo
klaviyo-api==${VERSION}
klaviyo-apis==1
-r klaviyo-api.txt
`, sure(pipRequirements),
		"3:1-20 klaviyo-api exact 22.0.0",
		"4:1-46 klaviyo-api range",
		"5:1-27 klaviyo-api range",
		"6:1-12 klaviyo-api any",
		"7:1-38 klaviyo-api exact 22.0.0",
		"9:1-18 klaviyo-api range",
		"10:1-23 klaviyo-api exact 22.0.0",
		"11:1-72 klaviyo-api vcs",
		"12:1-69 klaviyo-api vcs",
		"13:1-50 klaviyo-api vcs",
		"14:1-34 klaviyo-api folder",
		"15:1-24 klaviyo-api unjudged",
	)
}

func TestPyproject(t *testing.T) {
	checkEverySpelling(t, "pyproject.toml", `[project]
name = "klaviyo-api"
dependencies = [
  "requests", # "klaviyo-api"
  'klaviyo-api>=22', "klaviyo-api==22.0.0",
]
[project.optional-dependencies]
mail = ["klaviyo-api (>=22,<23)"]
[dependency-groups]
dev = [{include-group = "test"}, "klaviyo-api==21.0.0"]
[tool.pdm.dev-dependencies]
x = ["klaviyo-api~=21.0"]
[tool.poetry.dependencies]
python = "^3.9"
klaviyo-api = "^22.0"
[tool.poetry.group.dev.dependencies]
Klaviyo_Api = {version = "22.0.0", extras = ["x"]}
[tool.poetry.group.git.dependencies.klaviyo-api]
git = "https://github.com/klaviyo/klaviyo-api-python"
tag = "v22.0.0"
[tool.poetry.dev-dependencies]
klaviyo-api = [{version = "22.0.0", python = "<3.9"}, {version = "23.0.0", python = ">=3.9"}]
`, pyproject,
		"5:4-19 klaviyo-api range",
		"5:23-42 klaviyo-api exact 22.0.0",
		"8:10-32 klaviyo-api range",
		"10:35-54 klaviyo-api exact 21.0.0",
		"12:7-24 klaviyo-api range",
		"15:16-21 klaviyo-api range",
		"17:27-33 klaviyo-api exact 22.0.0",
		"19:8-53 klaviyo-api vcs",
		"22:15-15 klaviyo-api range",
	)
}

func TestUvSources(t *testing.T) {
	checkEverySpelling(t, "pyproject.toml", `[project]
dependencies = ["klaviyo-api"]
[tool.uv.sources]
klaviyo-api = { git = "https://github.com/klaviyo/klaviyo-api-python" }
`, pyproject, "4:24-69 klaviyo-api vcs")
	checkEverySpelling(t, "pyproject.toml", `[project]
dependencies = ["klaviyo-api==22.0.0"]
[tool.uv.sources]
klaviyo-api = { index = "internal" }
`, pyproject, "2:18-37 klaviyo-api exact 22.0.0")
}

func TestPipfile(t *testing.T) {
	checkEverySpelling(t, "Pipfile", `[[source]]
url = "https://pypi.org/simple"
[packages]
klaviyo-api = "*"
[dev-packages]
klaviyo-api = "==22.0.0"
[docs]
klaviyo-api = {git = "https://github.com/klaviyo/klaviyo-api-python", ref = "main"}
[requires]
python_version = "3.9"
`, pipfile, "4:16-17 klaviyo-api any", "6:16-24 klaviyo-api exact 22.0.0", "8:23-68 klaviyo-api vcs")
}

func TestComposer(t *testing.T) {
	checkEverySpelling(t, "composer.json", `{
  "require": {"php": ">=8", "klaviyo/api": "^20.0"},
  "require-dev": {
    "Klaviyo/API": "v20.0.0"
  },
  "conflict": {"klaviyo/api": "<20"}
}
`, composerManifest, "2:45-50 klaviyo/api range", "4:21-28 klaviyo/api exact 20.0.0")
	for req, want := range map[string]string{
		"20.0.0": "exact 20.0.0", "=20.0.0": "exact 20.0.0", "20.0.0.0": "exact 20.0.0.0", "20.0.0@stable": "exact 20.0.0",
		"20": "exact 20", "20.0.*": "range", "~20.0": "range", ">=20": "range", "20.0.0 || 19.0.0": "range",
		"dev-main": "moving", "dev-main#0123abc": "moving", "20.x-dev": "moving", "dev-main as 20.0.0": "moving", "*": "any", "": "any",
	} {
		pin, version := pinLoose(req)
		if got := strings.TrimSpace(pinNames[pin] + " " + version); got != want {
			t.Errorf("%q: got %s, want %s", req, got, want)
		}
	}
}

func TestGemfile(t *testing.T) {
	checkEverySpelling(t, "Gemfile", `source "https://rubygems.org"
gem "rails", "~> 7"
gem "klaviyo-api-sdk", "18.0.0"
  gem 'klaviyo-api-sdk', '~> 18.0', require: 'klaviyo'
gem "klaviyo-api-sdk" # any "1.0"
gem("klaviyo-api-sdk", "= 18.0.0", group: :mail)
gem "klaviyo-api-sdk",
    ">= 17",
    "< 19"
gem "klaviyo-api-sdk", github: "klaviyo/klaviyo-api-ruby"
gem "klaviyo-api-sdk", :path => "../klaviyo"
gem "klaviyo-api-sdk", ENV["KLAVIYO"]
gem "klaviyo-api-sdk", "#{version}"
gem "klaviyo" if ENV["OLD"]
# gem "klaviyo"
gemspec
`, sure(gemfile),
		"3:25-31 klaviyo-api-sdk exact 18.0.0",
		"4:27-34 klaviyo-api-sdk range",
		"5:6-21 klaviyo-api-sdk any",
		"6:25-33 klaviyo-api-sdk exact 18.0.0",
		"9:6-10 klaviyo-api-sdk range",
		"10:33-57 klaviyo-api-sdk vcs",
		"11:34-44 klaviyo-api-sdk folder",
		"12:24-38 klaviyo-api-sdk unjudged",
		"13:25-35 klaviyo-api-sdk unjudged",
		"14:6-13 klaviyo any",
	)
}
