package requests_test

import (
	"fmt"
	"slices"
	"strings"
)

// A generator writes one shape of the matrix as Go source.
type generator struct {
	shape
	app, wire, sign []string // declarations of the three packages
}

const (
	appPath  = "example.com/shop/app"
	wirePath = "example.com/shop/wire"
	signPath = "example.com/shop/sign"
)

// name returns how the spelling calls a thing.
func (g *generator) name(thing string) string {
	return map[string][2]string{
		"type": {"Sender", "Outbox"}, "self": {"s", "box"}, "new": {"NewSender", "OpenOutbox"},
		"send": {"Send", "Transmit"}, "relay": {"Relay", "Forward"}, "run": {"Publish", "Deliver"},
		"req": {"req", "outgoing"}, "url": {"u", "target"}, "base": {"base", "Root"}, "stamp": {"Stamp", "Prepare"},
		"signer": {"signer", "stamping"}, "target": {"EventsURL", "Where"},
	}[thing][g.spelling]
}

func (g *generator) host() string {
	if g.header == "none" && g.twin == "good" {
		return "https://status.klaviyo.com" // which takes no revision
	}
	return "https://a.klaviyo.com"
}

// fn opens a function of the sender: a method, or a function that takes it.
func (g *generator) fn(name, params, result string) string {
	self, typ := g.name("self"), "*"+g.name("type")
	if g.spelling == 0 {
		return fmt.Sprintf("func (%s %s) %s(%s) %s {", self, typ, name, params, result)
	}
	return fmt.Sprintf("func %s(%s %s, %s) %s {", name, self, typ, params, result)
}

// call calls a function that fn opened.
func (g *generator) call(pkg, on, name, args string) string {
	if g.spelling == 0 {
		return fmt.Sprintf("%s.%s(%s)", on, name, args)
	}
	return fmt.Sprintf("%s%s(%s, %s)", pkg, name, on, args)
}

func (g *generator) program() map[string]string {
	home := &g.app // of the sender
	if g.wrapperElsewhere() {
		home = &g.wire
	}
	add := func(to *[]string, lines ...string) { *to = append(*to, strings.Join(lines, "\n")) }
	g.sender(home)

	decls, urlStmts, urlExpr := g.address(g.name("self"))
	based := g.url == "field" || g.url == "override"
	const params, args = "ctx context.Context, where string, body []byte", "ctx, %s, body"
	run := g.name("run")
	switch {
	case g.depth == 0:
		if g.other {
			// The URL comes from the other package.
			add(&g.wire, decls)
			if based {
				g.wire = append(g.wire, g.senderType(false), g.constructor(false))
				add(&g.wire, g.fn(g.name("target"), "path string", "string"), "return "+urlExpr, "}")
				add(&g.app, fmt.Sprintf("var source = wire.%s(%s)", g.name("new"), g.newArg()))
				urlStmts, urlExpr = nil, g.call("wire.", "source", g.name("target"), `"/api/events"`)
			} else {
				add(&g.wire, "func "+g.name("target")+"(kind string) string {", strings.Join(urlStmts, "\n"), "return "+urlExpr, "}")
				urlStmts, urlExpr = nil, "wire."+g.name("target")+`("event")`
			}
		} else {
			add(&g.app, decls)
			urlStmts = append([]string{`kind := "event"`, "_ = kind"}, urlStmts...)
			if based {
				urlStmts = append(urlStmts, `path := "/api/events"`)
			}
		}
		add(&g.app, g.fn(run, "ctx context.Context, body []byte", "error"), strings.Join(g.sending(urlStmts, urlExpr), "\n"), "}")
	default:
		where := "where"
		if based {
			where = strings.ReplaceAll(urlExpr, "path", "where")
			add(home, decls)
			urlStmts, urlExpr = nil, `"/api/events"`
		} else {
			add(&g.app, decls)
		}
		add(home, g.fn(g.name("send"), params, "error"), strings.Join(g.sending(nil, where), "\n"), "}")
		entry := g.name("send")
		if g.depth == 2 {
			entry = g.name("relay")
			add(home, g.fn(entry, params, "error"),
				"if len(body) == 0 {\nreturn errors.New(\"empty\")\n}",
				"return "+g.call("", g.name("self"), g.name("send"), fmt.Sprintf(args, "where")), "}")
		}
		body := append([]string{`kind := "event"`, "_ = kind"}, urlStmts...)
		if g.wrapperElsewhere() {
			body = append(body, "return "+g.call("wire.", "out", entry, fmt.Sprintf(args, urlExpr))+" //@call")
			add(&g.app, fmt.Sprintf("func %s(ctx context.Context, out *wire.%s, body []byte) error {", run, g.name("type")), strings.Join(body, "\n"), "}",
				fmt.Sprintf("func start() *wire.%s { return wire.%s(%s) }", g.name("type"), g.name("new"), g.newArg()))
		} else {
			body = append(body, "return "+g.call("", g.name("self"), entry, fmt.Sprintf(args, urlExpr))+" //@call")
			add(&g.app, g.fn(run, "ctx context.Context, body []byte", "error"), strings.Join(body, "\n"), "}")
		}
	}
	files := map[string]string{appPath + "/app.go": g.file("app", g.app)}
	if len(g.wire) > 0 {
		files[wirePath+"/wire.go"] = g.file("wire", g.wire)
	}
	if len(g.sign) > 0 {
		files[signPath+"/sign.go"] = g.file("sign", g.sign)
	}
	return files
}

// file puts the package clause and the imports in front of declarations. The
// second spelling has them the other way round.
func (g *generator) file(pkg string, decls []string) string {
	if g.spelling == 1 {
		decls = slices.Clone(decls)
		slices.Reverse(decls)
	}
	src := strings.Join(decls, "\n\n") + "\n"
	var b strings.Builder
	fmt.Fprintf(&b, "// Package %s talks to Klaviyo, or helps.\npackage %s\n\nimport (\n", pkg, pkg)
	for _, imp := range []string{
		"bytes", "context", "errors", "fmt", "net/http", "net/url", "os", "strings", "time", wirePath, signPath,
		"github.com/go-resty/resty/v2", "github.com/hashicorp/go-retryablehttp",
	} {
		name := imp[strings.LastIndexByte(imp, '/')+1:]
		switch name {
		case "v2":
			name = "resty"
		case "go-retryablehttp":
			name = "retryablehttp"
		}
		if name != pkg && uses(src, name) {
			fmt.Fprintf(&b, "%s %q\n", name, imp)
		}
	}
	b.WriteString(")\n\n" + src)
	return b.String()
}

func uses(src, pkg string) bool {
	for i := strings.Index(src, pkg+"."); i >= 0; {
		if i == 0 || !strings.ContainsRune("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ./", rune(src[i-1])) {
			return true
		}
		j := strings.Index(src[i+1:], pkg+".")
		if j < 0 {
			return false
		}
		i += 1 + j
	}
	return false
}

// address says how the URL is made: declarations, statements, and an
// expression in which path is the path for those that hold a base.
func (g *generator) address(self string) (decls string, stmts []string, expr string) {
	h, u := g.host(), g.name("url")
	switch g.url {
	case "literal":
		return "", nil, fmt.Sprintf("%q", h+"/api/events")
	case "constants":
		return fmt.Sprintf("const (\nhostName = %q\neventsPath = \"/api/events\"\n)", h), nil, "hostName + eventsPath"
	case "sprintf":
		return fmt.Sprintf("const hostName = %q", h), []string{`what := "events"`}, `fmt.Sprintf("%s/api/%s", hostName, what)`
	case "field", "override":
		return "", nil, self + "." + g.name("base") + " + path"
	case "resolve":
		return "", []string{
			fmt.Sprintf("root, err := url.Parse(%q)", h), "if err != nil {", "panic(err)", "}",
			u + ` := root.ResolveReference(&url.URL{Path: "/api/events"})`,
		}, u + ".String()"
	case "join":
		return "", []string{fmt.Sprintf(`%s, _ := url.JoinPath(%q, "api", "events")`, u, h)}, u
	case "variable":
		return fmt.Sprintf("var eventsURL = %q", h+"/api/events"), nil, "eventsURL"
	case "builder":
		return "", []string{
			"var b strings.Builder", fmt.Sprintf("b.WriteString(%q)", h), "b.WriteByte('/')", `b.WriteString("api/events")`,
		}, "b.String()"
	}
	return fmt.Sprintf("const hostName = %q", h), []string{
		u + " := hostName", "switch kind {", `case "event":`, u + ` += "/api/events"`, `case "list":`, u + ` += "/api/lists"`,
		"default:", u + ` += "/api/segments"`, "}",
	}, u
}

// sender writes the type that sends, and what makes one.
func (g *generator) sender(home *[]string) {
	*home = append(*home, g.senderType(true), g.constructor(true))
	if g.header == "transport" {
		*home = append(*home, g.transport()...)
	}
	if g.header == "helper" {
		*home = append(*home, g.stamper(g.name("stamp"))...)
	}
	if g.header == "elsewhere" {
		g.sign = append(g.sign, g.stamper(g.name("stamp"))...)
	}
	if g.spelling == 1 {
		switch g.header {
		case "none":
		case "elsewhere":
			g.sign = append(g.sign, g.constant())
		default:
			*home = append(*home, g.constant())
		}
	}
}

func (g *generator) senderType(clients bool) string {
	lines := []string{"type " + g.name("type") + " struct {", g.name("base") + " string"}
	if clients && (g.client == "field" || g.client == "post") {
		lines = append(lines, "hc *http.Client")
	}
	return strings.Join(append(lines, "}"), "\n")
}

func (g *generator) newArg() string {
	if g.url == "override" {
		return `""`
	}
	return ""
}

func (g *generator) constructor(clients bool) string {
	typ, base := g.name("type"), g.name("base")
	var fields []string
	if g.url == "field" {
		fields = append(fields, fmt.Sprintf("%s: %q", base, g.host()))
	}
	var lines []string
	params := ""
	if g.url == "override" {
		params = "at string"
		lines = append(lines, "if at == \"\" {", fmt.Sprintf("at = %q", g.host()), "}")
		fields = append(fields, base+": at")
	}
	if clients && (g.client == "field" || g.client == "post") {
		fields = append(fields, "hc: "+g.httpClient())
	}
	lines = append(lines, fmt.Sprintf("return &%s{%s}", typ, strings.Join(fields, ", ")))
	return fmt.Sprintf("func %s(%s) *%s {\n%s\n}", g.name("new"), params, typ, strings.Join(lines, "\n"))
}

func (g *generator) httpClient() string {
	if g.header == "transport" {
		return "&http.Client{Timeout: 5 * time.Second, Transport: " + g.newTransport() + "}"
	}
	return "&http.Client{Timeout: 5 * time.Second}"
}
