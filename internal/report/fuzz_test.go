package report

import (
	"bytes"
	"testing"
)

// A baseline is taken whole, or refused with an offset inside it.
func FuzzBaseline(f *testing.F) {
	for _, seed := range []string{"[]", "[", "{}", "[\n {\"rule\":\"a\",\"path\":\"b\",\"fingerprint\":\"c\",\"count\":1}\n]", "[]x", "[{\"count\":-1}]", "\xff", "[1e999]"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		b, offset, err := decodeBaseline(data)
		if err != nil {
			if offset < 0 || offset > int64(len(data)) {
				t.Errorf("offset %d of %d bytes", offset, len(data))
			}
			return
		}
		for _, e := range b {
			if e.Rule == "" || e.Count < 1 {
				t.Errorf("taken: %+v", e)
			}
		}
	})
}

// A patched document is valid where it was, and no list that is there is lost.
func FuzzWithoutEmpty(f *testing.F) {
	f.Add([]byte("{\n  \"a\": [],\n  \"b\": 1\n}"))
	f.Add([]byte("{\n  \"results\": []\n}"))
	f.Fuzz(func(t *testing.T, doc []byte) {
		got := withoutEmpty(bytes.Clone(doc))
		if bytes.Count(got, []byte("[")) > bytes.Count(doc, []byte("[")) {
			t.Errorf("%q becomes %q", doc, got)
		}
	})
}
