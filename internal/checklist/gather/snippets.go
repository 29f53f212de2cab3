package gather

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/checklist/items"
)

// pages are the files in which a browser is told of Klaviyo.
var pages = []string{".html", ".tmpl", ".gohtml", ".js", ".jsx", ".ts", ".tsx", ".vue", ".liquid"}

// maxPage is how large such a file may be; larger ones are bundles.
const maxPage = 1 << 20

// companyID finds Klaviyo's script and the company that it is asked for:
// https://developers.klaviyo.com/en/docs/javascript_api.
var companyID = regexp.MustCompile(`static\.klaviyo\.com/onsite/js/(?:([^/"'?\s]*)/)?klaviyo\.js(?:\?company_id=([^"'&\s]*))?`)

// snippets finds Klaviyo's script in the pages and templates that git tracks.
func snippets(l *listing, root string) []items.Snippet {
	var out []items.Snippet
	for _, file := range l.list(root) {
		if !slices.Contains(pages, strings.ToLower(filepath.Ext(file))) {
			continue
		}
		if info, err := os.Stat(file); err != nil || info.Size() > maxPage {
			continue
		}
		data, err := os.ReadFile(file)
		if err != nil || !bytes.Contains(data, []byte("static.klaviyo.com")) {
			continue
		}
		for _, m := range companyID.FindAllSubmatchIndex(data, -1) {
			at, value := m[0], ""
			for _, g := range [][2]int{{m[2], m[3]}, {m[4], m[5]}} {
				if g[0] >= 0 && g[1] > g[0] {
					at, value = g[0], string(data[g[0]:g[1]])
				}
			}
			out = append(out, items.Snippet{File: file, Line: 1 + bytes.Count(data[:at], []byte("\n")), Col: at - bytes.LastIndexByte(data[:at], '\n'),
				Value: value, Dynamic: strings.ContainsAny(value, "{}$<%")})
		}
	}
	return out
}

// list returns the files that git tracks, sorted; without git, all of a tree.
func (l *listing) list(root string) []string {
	var out []string
	if l.files != nil {
		for f := range l.files {
			if !skipped(root, f) {
				out = append(out, f)
			}
		}
	} else {
		_ = filepath.WalkDir(root, func(path string, d os.DirEntry, err error) error {
			if err == nil && d.Type().IsRegular() && !skipped(root, path) {
				out = append(out, path)
			}
			return nil
		})
	}
	slices.Sort(out)
	return out
}

func skipped(root, file string) bool {
	rel, err := filepath.Rel(root, file)
	if err != nil {
		return true
	}
	for el := range strings.SplitSeq(filepath.ToSlash(rel), "/") {
		if el == "testdata" || el == "examples" || el == "vendor" || el == "node_modules" {
			return true
		}
	}
	return false
}
