package grammar

import (
	"fmt"
	"strconv"
	"strings"
)

// Hook writes a program that receives webhooks: an http.HandlerFunc named as
// [Program.Entry], which counts in the variable [Program.Processed] what it took
// for genuine.
func Hook(seed uint64) *Program {
	w := &writer{rnd: from(seed ^ 0x5bd1e995), id: "w" + strconv.FormatUint(seed, 10), version: Newest, apart: 4}
	var stmts []string
	part := func(c *Construct, texts map[string]string) string {
		s, out := w.expand(c, site{texts: texts})
		stmts = append(stmts, s)
		return out
	}
	secret := pick(w.rnd, []string{`[]byte(os.Getenv("KLAVIYO_WEBHOOK_SECRET"))`, "Secret_" + w.id})
	w.app = append(w.app, fmt.Sprintf("// Secret_%s signs deliveries.\nvar Secret_%s = []byte(os.Getenv(\"KLAVIYO_WEBHOOK_SECRET\"))", w.id, w.id),
		fmt.Sprintf("// Processed_%s counts deliveries.\nvar Processed_%s int\n\nfunc process_%s(body []byte) {\n\tif len(body) > 0 {\n\t\tProcessed_%s++\n\t}\n}", w.id, w.id, w.id, w.id))
	body := part(w.choose("hookbody"), nil)
	// Most verifiers have one fault at most.
	mac, compare, act := w.sound("hookmac"), w.sound("hookcompare"), w.sound("hookact")
	switch w.rnd.n(5) {
	case 0:
		mac = w.choose("hookmac")
	case 1:
		compare = w.choose("hookcompare")
	case 2:
		act = w.choose("hookact")
	}
	digest := part(mac, map[string]string{"in": body, "secret": secret})
	ok := part(compare, map[string]string{"in": digest})
	part(act, map[string]string{"in": ok, "PROCESS": fmt.Sprintf("process_%s(%s)", w.id, body)})
	w.app = append(w.app, fmt.Sprintf("// %s is the handler.\nfunc Run_%s(w http.ResponseWriter, r *http.Request) {\n%s\n}", "Run_"+w.id, w.id, strings.Join(stmts, "\n")))
	return w.program()
}

// sound draws one of the constructs that stand before the faulty ones.
func (w *writer) sound(part string) *Construct {
	good := map[string][]string{
		"hookmac":     {"body-and-time", "appended", "concatenated", "formatted", "helper", "type"},
		"hookcompare": {"decoded", "encoded", "formatted", "constant-time", "helper"},
		"hookact":     {"refuse", "refuse-header", "accept", "switch", "error-helper"},
	}
	return named(part + "/" + pick(w.rnd, good[part]))
}

// Processed is the variable in which a handler counts.
func (p *Program) Processed() string { return "Processed_" + p.ID }
