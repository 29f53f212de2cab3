package report

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
)

// Fingerprints gives each finding its identity across versions of the code: a
// hash of the rule, the package, the enclosing declaration, the source line
// and an index among equals. Lines that move keep theirs. Keys are masked
// before they are hashed, so that a fingerprint cannot confirm a guess.
//
// The findings must be sorted, and whole: an index among equals means nothing
// once a filter has dropped some.
func Fingerprints(fs []Finding, src *Sources) {
	equals := map[string]int{}
	for i := range fs {
		f := &fs[i]
		decl := f.Decl
		if decl == "" {
			// Outside Go code the file is what encloses the line.
			decl = f.Path
		}
		line := src.Line(f.File, f.Line)
		if f.Rule == secretRule {
			line = blank(line)
		}
		parts := []string{f.Rule, f.Package, decl, normal(line)}
		id := strings.Join(parts, "\x00")
		n := equals[id]
		equals[id]++
		sum := sha256.Sum256([]byte(id + "\x00" + strconv.Itoa(n)))
		f.Fingerprint = hex.EncodeToString(sum[:16])
	}
}

// normal makes lines that differ in white space alone equal, and masks keys.
func normal(line string) string {
	return klaviyo.MaskKeys(strings.Join(strings.Fields(line), " "))
}
