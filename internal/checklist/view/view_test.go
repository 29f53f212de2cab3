package view

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/klaviyolint/klaviyolint/internal/checklist"
	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
)

// sample holds each verdict, with text that is hostile to each format.
func sample(t *testing.T, places int) *checklist.Report {
	t.Helper()
	day, err := klaviyo.ParseDay("2026-11-23")
	if err != nil {
		t.Fatal(err)
	}
	judged := func(id string, marks string) checklist.Judged {
		j := checklist.Judged{Doc: checklist.Doc{ID: id, Title: "title of " + id, Why: "why", Fix: "fix"}}
		for i, m := range marks {
			j.Add(checklist.Subject{Mark: checklist.Mark(m), Kind: "request", What: `<script>alert("x")</script> a|b ` + "`c`" + ` @dana dana@example.com ` + key, Settle: "do <b>this</b>",
				Place: checklist.Place{Path: "internal/a b.go", Line: i + 1}})
		}
		return j
	}
	r := checklist.Conclude([]checklist.Judged{
		judged("A1", "+"), judged("A5", strings.Repeat("-", places)), judged("B1", "?"), judged("C1", "-+"), judged("D1", ""), judged("E6", "?"),
	}, checklist.Run{Day: day.String(), Module: "example.com/<shop>", Commit: "9d3f1c2aaaa", Link: "https://github.com/o/r/blob/{commit}/{path}#L{line}"}, checklist.Tool{Version: "1"}, checklist.Options{
		Block: []string{"A5"}, Day: day,
		Statements: map[string]config.Item{"E6": {Attested: "watched", By: "dana@example.com", Until: day.AddDays(100), Link: "https://wiki.example.com/x"}},
	})
	return r
}

func render(t *testing.T, format string, r *checklist.Report, o Options) string {
	t.Helper()
	show, err := Named(format)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := show(&b, r, o); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// key looks like a private key. It is put together here, so that the source holds none.
var key = "pk_" + strings.Repeat("0123456789abcdef", 2) + "01"

// Every view names each item with its verdict, and none shows a key.
func TestViewsAgree(t *testing.T) {
	r := sample(t, 2)
	for _, format := range Formats() {
		out := render(t, format, r, Options{})
		if strings.Contains(out, key) {
			t.Errorf("%s shows a key", format)
		}
		if out != render(t, format, r, Options{}) {
			t.Errorf("%s differs from one call to the next", format)
		}
		for _, it := range r.Items {
			if format == "sarif" || format == "github" {
				if it.Verdict == checklist.Fail && !strings.Contains(out, it.ID) {
					t.Errorf("%s: %s is missing", format, it.ID)
				}
				continue
			}
			i := strings.Index(out, it.ID+" ")
			if format == "json" {
				i = strings.Index(out, `"id": "`+it.ID+`"`)
			}
			if i < 0 {
				t.Errorf("%s: %s is missing", format, it.ID)
				continue
			}
			if format == "junit" {
				continue
			}
			around := out[max(0, i-250):min(len(out), i+600)]
			if !strings.Contains(around, string(it.Verdict)) {
				t.Errorf("%s: %s does not say %s", format, it.ID, it.Verdict)
			}
		}
	}
}

func TestJSON(t *testing.T) {
	var r checklist.Report
	if err := json.Unmarshal([]byte(render(t, "json", sample(t, 2), Options{})), &r); err != nil {
		t.Fatal(err)
	}
	if r.Schema != checklist.Schema || r.Summary.Fail != 2 || r.Summary.Exit != 1 {
		t.Errorf("read back: %+v", r.Summary)
	}
	if regexp.MustCompile(`": null`).FindAllString(render(t, "json", sample(t, 2), Options{}), -1) == nil {
		t.Error("statement and changes are null where there are none")
	}
}

func TestJUnit(t *testing.T) {
	var s junitSuites
	if err := xml.Unmarshal([]byte(render(t, "junit", sample(t, 2), Options{})), &s); err != nil {
		t.Fatal(err)
	}
	if s.Tests != 6 || s.Fails != 2 || s.Skipped != 2 {
		t.Errorf("%d tests, %d fail, %d skipped; want 6, 2, 2", s.Tests, s.Fails, s.Skipped)
	}
}

func TestSARIF(t *testing.T) {
	var log struct {
		Version string
		Runs    []struct {
			Results []struct {
				RuleID, Level string
			}
		}
	}
	if err := json.Unmarshal([]byte(render(t, "sarif", sample(t, 2), Options{})), &log); err != nil {
		t.Fatal(err)
	}
	if len(log.Runs) != 1 || len(log.Runs[0].Results) != 3 || log.Runs[0].Results[0].Level != "error" {
		t.Errorf("%+v", log)
	}
	if out := render(t, "sarif", &checklist.Report{}, Options{}); !strings.Contains(out, `"results": []`) {
		t.Error("a run without results has no empty list")
	}
}

func TestMarkdown(t *testing.T) {
	out := render(t, "markdown", sample(t, 2), Options{})
	if !strings.HasPrefix(out, "<!-- klaviyolint-checklist -->\n") {
		t.Error("no marker in the first line")
	}
	for _, bad := range []string{"<script", " @dana", "<shop>"} {
		if strings.Contains(out, bad) {
			t.Errorf("%q is not escaped", bad)
		}
	}
	if n := len([]rune(render(t, "markdown", sample(t, 5000), Options{}))); n > maxMarkdown {
		t.Errorf("%d characters, more than a comment holds", n)
	}
}

var (
	tag       = regexp.MustCompile(`<(/?)([a-z][a-z0-9]*)((?:[^>"]|"[^"]*")*)>`)
	attribute = regexp.MustCompile(`([a-z-]+)="([^"]*)"`)
)

func TestHTML(t *testing.T) {
	out := render(t, "html", sample(t, 2), Options{})
	body, open := out, []string{}
	count := map[string]int{}
	var levels []int
	ids := map[string]bool{}
	var anchors []string
	if i, j := strings.Index(body, "<style>"), strings.Index(body, "</style>"); i < 0 || j < i {
		t.Fatal("no style")
	} else {
		body = body[:i] + body[j:]
	}
	for _, m := range tag.FindAllStringSubmatch(body, -1) {
		name := m[2]
		switch {
		case m[1] == "/" && name == "style":
			continue
		case m[1] == "/":
			if len(open) == 0 || open[len(open)-1] != name {
				t.Fatalf("</%s> closes %v", name, open)
			}
			open = open[:len(open)-1]
			continue
		case name != "meta" && name != "br":
			open = append(open, name)
		}
		count[name]++
		if len(name) == 2 && name[0] == 'h' && name[1] >= '1' && name[1] <= '6' {
			levels = append(levels, int(name[1]-'0'))
		}
		scope := false
		for _, a := range attribute.FindAllStringSubmatch(m[3], -1) {
			switch key, val := a[1], a[2]; {
			case key == "id":
				if ids[val] {
					t.Errorf("two of #%s", val)
				}
				ids[val] = true
			case key == "scope":
				scope = true
			case key == "href" && strings.HasPrefix(val, "#"):
				anchors = append(anchors, val[1:])
			case key == "href" && !strings.HasPrefix(val, "https://"):
				t.Errorf("link to %s", val)
			case key == "src" || strings.HasPrefix(key, "on"):
				t.Errorf("attribute %s", key)
			}
		}
		if name == "th" && !scope {
			t.Error("a th without scope")
		}
		if name == "a" && strings.Contains(m[3], "https://") && !strings.Contains(m[3], `rel="noreferrer"`) {
			t.Errorf("a link without rel: %s", m[3])
		}
	}
	if len(open) > 0 {
		t.Errorf("left open: %v", open)
	}
	for _, one := range []string{"header", "nav", "main", "footer", "h1"} {
		if count[one] != 1 {
			t.Errorf("%d of %s, want 1", count[one], one)
		}
	}
	if count["script"] > 0 || count["link"] > 0 || count["img"] > 0 {
		t.Error("the page asks for something")
	}
	if count["table"] != count["caption"] {
		t.Error("a table without caption")
	}
	for i := 1; i < len(levels); i++ {
		if levels[i] > levels[i-1]+1 {
			t.Errorf("heading %d follows %d", levels[i], levels[i-1])
		}
	}
	for _, a := range anchors {
		if !ids[a] {
			t.Errorf("#%s leads nowhere", a)
		}
	}
	for _, want := range []string{`<html lang="en">`, "default-src 'none'", "prefers-color-scheme: dark", "@media print", "break-inside: avoid", "max-width: 50rem"} {
		if !strings.Contains(out, want) {
			t.Errorf("no %s", want)
		}
	}
	if strings.Contains(strings.NewReplacer("by dana@example.com", "", "(dana@example.com,", "").Replace(out), "dana@example.com") {
		t.Error("an e-mail address of the code is shown")
	}
	if n := len(render(t, "html", sample(t, 5000), Options{})); n > 300<<10 {
		t.Errorf("%d bytes for 5,000 places", n)
	}
}

// The contrast of WCAG 2.2, of every pair that the page uses.
func TestContrast(t *testing.T) {
	for name, p := range map[string]palette{"light": light, "dark": dark} {
		for _, c := range p.pairs() {
			want := 4.5
			if c.Border {
				want = 3
			}
			if r := contrast(t, c.Fore, c.On); r < want {
				t.Errorf("%s: %s %s on %s is %.2f, want %.1f", name, c.Name, c.Fore, c.On, r, want)
			}
		}
	}
	// The style sheet takes colours from the palette alone, but for print.
	screen, _, _ := strings.Cut(pageStyle, "@media print")
	if m := regexp.MustCompile(`#[0-9a-fA-F]{3,6}\b`).FindAllString(screen, -1); m != nil {
		t.Errorf("colours of its own: %s", m)
	}
}

func contrast(t *testing.T, a, b string) float64 {
	x, y := luminance(t, a), luminance(t, b)
	return (math.Max(x, y) + .05) / (math.Min(x, y) + .05)
}

func luminance(t *testing.T, hex string) float64 {
	t.Helper()
	l := 0.0
	for i, w := range []float64{.2126, .7152, .0722} {
		n, err := strconv.ParseUint(hex[1+2*i:3+2*i], 16, 8)
		if err != nil {
			t.Fatal(err)
		}
		c := float64(n) / 255
		if c <= .03928 {
			c /= 12.92
		} else {
			c = math.Pow((c+.055)/1.055, 2.4)
		}
		l += w * c
	}
	return l
}

func TestInit(t *testing.T) {
	out := Init(sample(t, 1))
	if _, err := config.Parse([]byte(out), "init"); err != nil {
		t.Error(err)
	}
	if !slices.Contains(strings.Split(out, "\n"), "#[checklist.B1]") {
		t.Error("the unknown item is missing")
	}
}

// What several items say without a place is said once, and -v keeps it beside each.
func TestSharedWords(t *testing.T) {
	item := func(id string) checklist.Judged {
		j := checklist.Judged{Doc: checklist.Doc{ID: id, Title: "title"}}
		j.Add(checklist.Subject{Mark: checklist.Not, Kind: "request", What: "bad"})
		j.Add(checklist.Subject{Mark: checklist.Open, Kind: "package", What: "package a is not seen whole"})
		j.Remark("GET /api/lists is called by nobody", checklist.Place{})
		return j
	}
	day, err := klaviyo.ParseDay("2026-11-23")
	if err != nil {
		t.Fatal(err)
	}
	one := item("C3")
	one.Remark("alone", checklist.Place{})
	r := checklist.Conclude([]checklist.Judged{item("C1"), item("C2"), one}, checklist.Run{Day: day.String()}, checklist.Tool{}, checklist.Options{Day: day})
	out := render(t, "text", r, Options{})
	if n := strings.Count(out, "called by nobody"); n != 1 || !strings.Contains(out, "called by nobody (C1 C2 C3)") {
		t.Errorf("said %d times:\n%s", n, out)
	}
	if n := strings.Count(out, "seen whole"); n != 1 || !strings.Contains(out, "package a is not seen whole (C1 C2 C3)") {
		t.Errorf("the gap is said %d times:\n%s", n, out)
	}
	if !strings.Contains(out, "note: alone") {
		t.Errorf("the remark of one item is gone:\n%s", out)
	}
	if n := strings.Count(render(t, "text", r, Options{Verbose: true}), "note: GET"); n != 3 {
		t.Errorf("-v says it %d times", n)
	}
}
