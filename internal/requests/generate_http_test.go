package requests_test

import (
	"fmt"
	"strings"
)

// constant declares the value of the header for the second spelling.
func (g *generator) constant() string { return "const stamped = " + g.literal() + " //@lit" }

func (g *generator) literal() string {
	switch g.twin {
	case "retired":
		return `"2023-02-22"`
	case "absent":
		return `"application/json"`
	}
	return `"2026-07-15"`
}

// value is the expression for the header's value, and its mark.
func (g *generator) value() (expr, mark string) {
	if g.spelling == 1 {
		return "stamped", ""
	}
	return g.literal(), " //@lit"
}

// key is the header's name, in the case that is asked for.
func (g *generator) key(name string) string {
	if g.twin == "absent" {
		return `"Accept"`
	}
	return `"` + name + `"`
}

const credential = `"Klaviyo-API-Key "+os.Getenv("PRIVATE_KEY")`

// sets writes the statements that set the headers on a http.Header, or through
// the SetHeader of resty.
func (g *generator) sets(on, method, key string) []string {
	v, mark := g.value()
	lines := []string{fmt.Sprintf("%s.%s(%s, %s)%s", on, method, g.key(key), v, mark)}
	if g.credential() {
		lines = append([]string{fmt.Sprintf("%s.%s(\"Authorization\", %s)", on, method, credential)}, lines...)
	}
	return lines
}

// entries writes the headers as entries of a map literal.
func (g *generator) entries(open, close string) []string {
	v, mark := g.value()
	lines := []string{g.key("Revision") + ": " + open + v + close + "," + mark}
	if g.credential() {
		lines = append(lines, `"Authorization": `+open+credential+close+",")
	}
	return lines
}

// sending builds a request to the URL and sends it.
func (g *generator) sending(stmts []string, url string) []string {
	if g.client == "resty" {
		return g.restySending(stmts, url)
	}
	req := g.name("req")
	check := "if err != nil {\nreturn err\n}"
	lines := append([]string(nil), stmts...)
	reader := "bytes.NewReader(body)"
	var do string
	switch g.client {
	case "post":
		on := "http"
		if g.header == "transport" {
			on = g.name("self") + ".hc"
		}
		return append(lines, fmt.Sprintf("resp, err := %s.Post(%s, \"application/json\", %s) //@build", on, url, reader), check, "return resp.Body.Close()")
	case "newrequest":
		lines = append(lines, fmt.Sprintf("%s, err := http.NewRequest(http.MethodPost, %s, %s) //@build", req, url, reader))
		do = "http.DefaultClient.Do(" + req + ")"
		if g.header == "transport" {
			do = "(" + g.httpClient() + ").Do(" + req + ")"
		}
	case "context":
		lines = append(lines, fmt.Sprintf("%s, err := http.NewRequestWithContext(ctx, \"POST\", %s, %s) //@build", req, url, reader))
		do = "client.Do(" + req + ")"
	case "field":
		lines = append(lines, fmt.Sprintf("%s, err := http.NewRequestWithContext(ctx, http.MethodPost, %s, %s) //@build", req, url, reader))
		do = g.name("self") + ".hc.Do(" + req + ")"
	case "retryable":
		lines = append(lines, fmt.Sprintf("%s, err := retryablehttp.NewRequestWithContext(ctx, \"POST\", %s, body) //@build", req, url))
		do = "client.Do(" + req + ")"
	}
	lines = append(lines, check)
	lines = append(lines, g.headers(req)...)
	switch g.client {
	case "context":
		lines = append(lines, "client := "+g.httpClient())
	case "retryable":
		lines = append(lines, "client := retryablehttp.NewClient()")
		if g.header == "transport" {
			lines = append(lines, "client.HTTPClient = "+g.httpClient())
		}
	}
	return append(lines, "resp, err := "+do, check, "return resp.Body.Close()")
}

// headers sets the headers of a net/http request.
func (g *generator) headers(req string) []string {
	switch g.header {
	case "set":
		return g.sets(req+".Header", "Set", "revision")
	case "add":
		return g.sets(req+".Header", "Add", "REVISION")
	case "map":
		if g.spelling == 1 {
			return append(append([]string{req + ".Header = map[string][]string{"}, g.entries("{", "}")...), "}")
		}
		v, mark := g.value()
		return []string{fmt.Sprintf("%s.Header[%s] = []string{%s}%s", req, g.key("revision"), v, mark)}
	case "header":
		if g.spelling == 1 {
			return append(append([]string{"h := make(http.Header)"}, g.sets("h", "Set", "Revision")...), req+".Header = h")
		}
		return append(append([]string{req + ".Header = http.Header{"}, g.entries("[]string{", "}")...), "}")
	case "loop":
		lines := append(append([]string{"headers := map[string]string{"}, g.entries("", "")...), "}")
		return append(lines, "for k, v := range headers {", req+".Header.Set(k, v)", "}")
	case "helper", "elsewhere":
		stamp := g.name("stamp")
		if g.header == "elsewhere" {
			stamp = "sign." + stamp
		}
		switch {
		case g.spelling == 1:
			return []string{stamp + "(" + req + ".Header)"}
		case g.client == "retryable":
			return []string{stamp + "(" + req + ".Request)"}
		}
		return []string{stamp + "(" + req + ")"}
	}
	return nil
}

// stamper declares the helper that sets the headers: of a request in one
// spelling, of its header in the other.
func (g *generator) stamper(name string) []string {
	var open string
	var body []string
	switch {
	case g.client == "resty":
		open, body = "func "+name+"(r *resty.Request) {", g.sets("r", "SetHeader", "Revision")
	case g.spelling == 1:
		open, body = "func "+name+"(h http.Header) {", g.sets("h", "Set", "revision")
	default:
		open, body = "func "+name+"(r *http.Request) {", g.sets("r.Header", "Set", "Revision")
	}
	return []string{open + "\n" + strings.Join(body, "\n") + "\n}"}
}

// transport declares a RoundTripper that sets the headers.
func (g *generator) transport() []string {
	typ := g.name("signer")
	body := append([]string{"r = r.Clone(r.Context())"}, g.sets("r.Header", "Set", "revision")...)
	body = append(body, "return t.next.RoundTrip(r)")
	return []string{
		"type " + typ + " struct{ next http.RoundTripper }",
		"func (t *" + typ + ") RoundTrip(r *http.Request) (*http.Response, error) {\n" + strings.Join(body, "\n") + "\n}",
	}
}

func (g *generator) newTransport() string {
	return "&" + g.name("signer") + "{next: http.DefaultTransport}"
}

// restySending is sending with the builder of resty.
func (g *generator) restySending(stmts []string, url string) []string {
	lines := append(append([]string(nil), stmts...), "client := resty.New()")
	switch g.header {
	case "transport":
		lines = append(lines, "client.SetTransport("+g.newTransport()+")")
	case "add":
		lines = append(lines, g.sets("client", "SetHeader", "REVISION")...)
	}
	lines = append(lines, "call := client.R().SetContext(ctx).SetBody(body)")
	switch g.header {
	case "set":
		lines = append(lines, g.sets("call", "SetHeader", "revision")...)
	case "map":
		lines = append(append(append(lines, "call.SetHeaders(map[string]string{"), g.entries("", "")...), "})")
	case "header":
		lines = append(append(append(lines, "call.SetHeaderMultiValues(map[string][]string{"), g.entries("{", "}")...), "})")
	case "loop":
		lines = append(append(append(lines, "headers := map[string]string{"), g.entries("", "")...), "}",
			"for k, v := range headers {", "call = call.SetHeader(k, v)", "}")
	case "helper":
		lines = append(lines, g.name("stamp")+"(call)")
	case "elsewhere":
		lines = append(lines, "sign."+g.name("stamp")+"(call)")
	}
	return append(lines, "_, failed := call.Post("+url+") //@build", "return failed")
}
