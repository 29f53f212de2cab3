package klaviyo

import (
	"slices"
	"strings"
	"testing"
)

// No key-shaped literal stands in this file: bodies are put together at run
// time.

func body(alphabet string, n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteByte(alphabet[(i*7+i/3)%len(alphabet)])
	}
	return b.String()
}

const (
	hexDigits = "0123456789abcdef"
	alnums    = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
	uppers    = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
)

func classicKey() string { return "pk_" + body(hexDigits, 34) }
func companyKey() string { return "pk_" + "Xy12Zq" + "_" + body(hexDigits, 34) }
func looseKey() string   { return "pk_" + body(alnums, 34) }

func TestFindKeys(t *testing.T) {
	c, m, l := classicKey(), companyKey(), looseKey()
	for _, tt := range []struct {
		text string
		want []KeyShape
	}{
		{c, []KeyShape{ClassicKey}},
		{m, []KeyShape{CompanyKey}},
		{l, []KeyShape{LooseKey}},
		{"Klaviyo-API-Key " + c, []KeyShape{ClassicKey}},
		{`{"key":"` + c + `"}`, []KeyShape{ClassicKey}},
		{"KEY=" + c + "\n", []KeyShape{ClassicKey}},
		{"a " + c + " b " + m + "," + l, []KeyShape{ClassicKey, CompanyKey, LooseKey}},
		{c + "-old", []KeyShape{ClassicKey}},
		{"é" + c + "é", []KeyShape{ClassicKey}},
		{"pk_ " + c, []KeyShape{ClassicKey}},

		// Boundaries.
		{"x" + c, nil},
		{"_" + c, nil},
		{"s" + m, nil},
		{c + "0", nil},
		{c + "g", nil},
		{c + "_x", nil},
		{m + "a", nil},
		{m + "_", nil},
		{l + "-more", nil},
		{"a-" + l, nil},
		{c[:len(c)-1], nil},
		{"pk_" + c, nil},

		// Placeholders and dummies.
		{"pk_" + strings.Repeat("0", 34), nil},
		{"pk_" + strings.Repeat("abcde", 7)[:34], nil},
		{"pk_" + strings.Repeat("abcdef", 6)[:34], []KeyShape{ClassicKey}},
		{"pk_" + "Xy12Zq" + "_" + strings.Repeat("a", 34), nil},
		{"pk_" + strings.Repeat("x", 34), nil},
		{"pk_your_klaviyo_private_key_here", nil},
		{"pk_***", nil},
		{"pk_...", nil},
		{"pk_profile_events", nil},
		{"pk_", nil},
		{"", nil},

		// Other vendors.
		{"pk_live_" + body(alnums, 24), nil},
		{"pk_test_" + body(alnums, 34), nil},
		{"pk_live_" + body(hexDigits, 34), nil},
		{"pk_live_" + body(alnums, 99), nil},
		{"pk_live_" + body(alnums, 40), nil},
		{"pk_live_" + body("0123456789ABCDEF", 16), nil},
		{"pk_12345678_" + body(uppers, 32), nil},
		{"pk_1234567_" + body(uppers, 34), nil},
		{"pk_123456_" + body(uppers, 34), nil},
		{"pk_prod12_" + body(alnums, 28), nil},
		{"pk_" + body(hexDigits, 32), nil},
		{"pk_" + body(alnums, 45), nil},
		{"pk_" + body(alnums, 21), nil},
		{"pk_sandbox_" + body(hexDigits, 32), nil},
		{"pk-lf-" + body(hexDigits, 34), nil},
		{"pk." + body(hexDigits, 34), nil},
		{"PK_" + body(hexDigits, 34), nil},
	} {
		var got []KeyShape
		for _, k := range FindKeys(tt.text) {
			got = append(got, k.Shape)
			if s := tt.text[k.Start:k.End]; ShapeOf(s) != k.Shape {
				t.Errorf("match %v of %q is no key", k, tt.text)
			}
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("FindKeys(%q) = %v, want %v", tt.text, got, tt.want)
		}
	}
}

func TestIsPrivateKey(t *testing.T) {
	for s, want := range map[string]KeyShape{
		classicKey():                      ClassicKey,
		companyKey():                      CompanyKey,
		looseKey():                        LooseKey,
		" " + classicKey():                NoKey,
		classicKey() + " ":                NoKey,
		"pk_" + strings.Repeat("a", 34):   NoKey,
		"Xy12Zq":                          NoKey,
		"":                                NoKey,
		classicKey() + "," + classicKey(): NoKey,
	} {
		if got := IsPrivateKey(s); got != want {
			t.Errorf("IsPrivateKey(%q) = %v, want %v", s, got, want)
		}
	}
	if ShapeOf("pk_"+strings.Repeat("a", 34)) != ClassicKey || ShapeOf("pk_") != NoKey || ShapeOf("") != NoKey {
		t.Error("ShapeOf is wrong")
	}
}

func TestIsCompanyID(t *testing.T) {
	for s, want := range map[string]bool{
		"Xy12Zq": true, "abcdef": true, "123456": true,
		"": false, "abcde": false, "abcdefg": false, "abc-ef": false, "abcde ": false, "abcdé": false,
	} {
		if got := IsCompanyID(s); got != want {
			t.Errorf("IsCompanyID(%q) = %v", s, got)
		}
	}
}

func TestMask(t *testing.T) {
	c, m := classicKey(), companyKey()
	for s, want := range map[string]string{
		c:                        "pk_" + c[3:5] + "…" + c[len(c)-2:],
		m:                        "pk_Xy…" + m[len(m)-2:],
		"pk_short":               "pk_…",
		"pk_":                    "pk_…",
		"whsec-something-secret": "…",
		"":                       "",
	} {
		if got := Mask(s); got != want {
			t.Errorf("Mask(%q) = %q, want %q", s, got, want)
		}
	}
}

func TestMaskKeys(t *testing.T) {
	c, m, l := classicKey(), companyKey(), looseKey()
	low := "pk_" + strings.Repeat("0", 34)
	for s, want := range map[string]string{
		"":                                   "",
		"nothing pk_profile_events":          "nothing pk_profile_events",
		"pk_live_" + body(alnums, 24):        "pk_live_" + body(alnums, 24),
		"a " + c + " b":                      "a " + Mask(c) + " b",
		"x" + c + "-y":                       "x" + Mask(c) + "-y",
		"k=" + l + "&z":                      "k=" + Mask(l) + "&z",
		low:                                  Mask(low),
		c + "0000":                           Mask(c + "0000"),
		"Authorization: " + m + "\r\n":       "Authorization: " + Mask(m) + "\r\n",
		"pk_" + c:                            "pk_" + Mask(c),
		"pk_pk_pk_" + strings.ToUpper(c[3:]): "pk_pk_" + Mask("pk_"+strings.ToUpper(c[3:])),
	} {
		if got := MaskKeys(s); got != want {
			t.Errorf("MaskKeys(%q) = %q, want %q", s, got, want)
		}
	}
}

// Run together, keys lose their bounds but not their secrecy.
func TestMaskKeysTogether(t *testing.T) {
	c, m, l := classicKey(), companyKey(), looseKey()
	got := MaskKeys(c + m + l)
	for _, key := range []string{c, m, l} {
		if strings.Contains(got, key[len(key)-34:]) {
			t.Errorf("a body is left in %q", got)
		}
	}
}

// No text keeps a key after masking, wherever it stands.
func FuzzMaskKeys(f *testing.F) {
	f.Add("a ", " b")
	f.Add("pk_", "_")
	f.Add("pk_abcdef_", "0")
	f.Fuzz(func(t *testing.T, before, after string) {
		for _, key := range []string{classicKey(), companyKey(), looseKey()} {
			got := MaskKeys(before + key + after)
			if strings.Contains(got, key[len(key)-34:]) || len(FindKeys(got)) > 0 && len(FindKeys(before+after)) == 0 {
				t.Fatalf("a key is left in %q", got)
			}
		}
	})
}
