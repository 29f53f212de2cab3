package secrets

import (
	"slices"
	"strings"
	"testing"

	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
	"github.com/klaviyolint/klaviyolint/internal/sidefile"
)

// Keys are made at run time, so that this file holds none.
func hex(n int) string { return strings.Repeat("4f0a9c2b7e81d653", 3)[n%8:][:34] }
func classic() string  { return "pk_" + hex(0) }
func company() string  { return "pk_" + "Ab12Cd" + "_" + hex(3) }
func looseKey() string { return "pk_" + strings.ToUpper(hex(1)) }
func spell(s string) string {
	return strings.NewReplacer("CLASSIC", classic(), "COMPANY", company(), "LOOSE", looseKey()).Replace(s)
}

func TestSplit(t *testing.T) {
	for name, want := range map[string]string{
		"privateAPIKey": "private api key", "KLAVIYO_API_KEY": "klaviyo api key", "klaviyo-key": "klaviyo key", "cfg.Klaviyo.Token": "cfg klaviyo token",
		"TPs": "tps", "knownFPs": "known fps", "falsePositives": "false positives", "apikey": "apikey", "APIKeys": "api keys", "": "", "_": "", "x": "x", "Ünder": "ünder",
	} {
		if got := strings.Join(split(name), " "); got != want {
			t.Errorf("%q: got %q, want %q", name, got, want)
		}
	}
}

func TestNames(t *testing.T) {
	for _, names := range [][]string{{"klaviyoKey"}, {"KLAVIYO_API_TOKEN"}, {"klaviyo", "apiKey"}, {"apikey", "klaviyo"}, {"KlaviyoWebhookSecret"}, {"klaviyo.keys"}} {
		if !says(names) {
			t.Errorf("%q says nothing", names)
		}
	}
	for _, names := range [][]string{nil, {"klaviyo"}, {"key"}, {"klaviyoList", "id"}, {"stripeKey"}, {"klaviyoKeyboard"}} {
		if says(names) {
			t.Errorf("%q says klaviyo and key", names)
		}
	}
	for _, name := range []string{"Placeholder", "klaviyoKeyPlaceholder", "Examples", "exampleKey", "tps", "TPs", "truePositives", "falsePositives", "keyPattern", "KEY_REGEX"} {
		if !isSample(name) {
			t.Errorf("%q is a sample", name)
		}
	}
	for _, name := range []string{"key", "resample", "trueKey", "positives", "unmasking", ""} {
		if isSample(name) {
			t.Errorf("%q is no sample", name)
		}
	}
}

func TestFilesOfEveryKind(t *testing.T) {
	for _, test := range []struct {
		kind sidefile.Kind
		text string
		want int // line of the key, 0 for none
	}{
		{sidefile.Env, "A=1\nKEY=CLASSIC\n", 2},
		{sidefile.Env, "KEY='COMPANY'", 1},
		{sidefile.Env, "KLAVIYO_API_KEY=LOOSE", 1},
		{sidefile.Env, "export KLAVIYO_TOKEN=\"LOOSE\"", 1},
		{sidefile.Env, "STRIPE_KEY=LOOSE", 0},
		{sidefile.Env, "# KLAVIYO_API_KEY\nSTRIPE=LOOSE", 0},
		{sidefile.Env, "KLAVIYO_KEY_EXAMPLE=CLASSIC", 0},
		{sidefile.Docker, "ENV KLAVIYO_API_KEY LOOSE", 1},
		{sidefile.Docker, "ARG KLAVIYO_API_KEY=LOOSE", 1},
		{sidefile.Docker, "LABEL a=LOOSE klaviyo_key=1", 0},
		{sidefile.Shell, "curl -H 'Authorization: Klaviyo-API-Key LOOSE'", 1},
		{sidefile.Shell, "sync --klaviyo-api-key LOOSE", 1},
		{sidefile.Shell, "sync --klaviyo-api-key=LOOSE", 1},
		{sidefile.Shell, "echo klaviyo LOOSE key", 0},
		{sidefile.YAML, "klaviyo:\n  region: eu\n  api_key: LOOSE\n", 3},
		{sidefile.YAML, "stripe:\n  api_key: LOOSE\nklaviyo:\n  list: LOOSE\n", 0},
		{sidefile.YAML, "env:\n  - name: KLAVIYO_API_KEY\n    value: LOOSE\n", 3},
		{sidefile.YAML, "env:\n  - name: STRIPE_API_KEY\n    value: LOOSE\n", 0},
		{sidefile.YAML, "key:\n  example: CLASSIC\n", 0},
		{sidefile.YAML, "a:\n  - CLASSIC\n", 2},
		{sidefile.JSON, "{\"klaviyo\": {\"token\": \"LOOSE\"}}", 1},
		{sidefile.JSON, "{\"stripe\": {\"token\": \"LOOSE\"}, \"klaviyo\": 1}", 0},
		{sidefile.JSON, "{\n  \"klaviyo\": {\n    \"token\": \"LOOSE\",\n", 3},
		{sidefile.JSON, "{\"placeholder\": \"CLASSIC\"}", 0},
		{sidefile.TOML, "[klaviyo]\nregion = 1\napi_key = \"LOOSE\"\n", 3},
		{sidefile.TOML, "[klaviyo]\n[stripe]\napi_key = \"LOOSE\"\n", 0},
		{sidefile.Other, "CLASSIC", 1},
		{sidefile.Other, "xCLASSIC pk_1234", 0},
	} {
		for _, text := range []string{test.text, strings.ReplaceAll(test.text, "\n", "\r\n"), "\xef\xbb\xbf" + test.text} {
			f := sidefile.New("x", []byte(spell(text)))
			line := 0
			for _, k := range inFile(f, test.kind) {
				line, _ = f.Position(k.start)
				if !strings.HasPrefix(k.masked, "pk_") || len(k.masked) > 12 {
					t.Errorf("%q: shown as %q", text, k.masked)
				}
			}
			if line != test.want {
				t.Errorf("%q: a key in line %d, want %d", text, line, test.want)
			}
		}
	}
}

func TestEmbedPatterns(t *testing.T) {
	for args, want := range map[string][]string{
		"a b/*.txt": {"a", "b/*.txt"}, "\"a b\" `c d`": {"a b", "c d"}, "all:x\t y ": {"all:x", "y"}, "": nil, "\"open": {"\"open"},
	} {
		if got := embedPatterns(args); !slices.Equal(got, want) {
			t.Errorf("%q: got %q, want %q", args, got, want)
		}
	}
}

// What is read line by line survives any bytes.
func FuzzText(f *testing.F) {
	for _, seed := range []string{"klaviyo:\n  key: LOOSE", "[klaviyo]\nkey = \"LOOSE\"", "{\"a\":[\"LOOSE\"", "- name: KLAVIYO_KEY\n  value: LOOSE", "\"LOOSE", "\r\nLOOSE"} {
		f.Add(spell(seed))
	}
	f.Fuzz(func(t *testing.T, text string) {
		for kind := sidefile.Other; kind <= sidefile.Make; kind++ {
			file := sidefile.New("x", []byte(text))
			for _, k := range inFile(file, kind) {
				if k.start < 0 || k.end > len(file.Data) || klaviyo.IsPrivateKey(string(file.Data[k.start:k.end])) == klaviyo.NoKey {
					t.Errorf("%q: a key at [%d,%d)", text, k.start, k.end)
				}
			}
		}
		embedPatterns(text)
		isSample(text)
	})
}
