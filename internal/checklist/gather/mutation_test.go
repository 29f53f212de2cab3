package gather_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/klaviyolint/klaviyolint/internal/checklist"
)

// A mutant of the module that passes everything: a line that is evidence is taken
// away or broken, and exactly the items that it serves change.
type mutant struct {
	name, file, old, new string
	items                string // that change, and must not pass any more
}

const (
	client = "internal/klaviyo/client.go"
	hooked = "internal/hooks/hooks.go"
	mainGo = "cmd/shop/main.go"
	orders = "internal/orders/orders.go"
	deploy = "deploy/shop.yaml"
	alerts = "deploy/alerts.yaml"
	toml   = ".klaviyolint.toml"
)

var mutants = []mutant{
	{"key from a literal variable", deploy, "              valueFrom:\n                secretKeyRef: {name: klaviyo, key: private-key}", "              value: abc", "A1"},
	{"key from a configuration map", deploy, "secretKeyRef: {name: klaviyo, key: private-key}", "configMapKeyRef: {name: klaviyo, key: private-key}", "A1"},
	{"key of another variable", deploy, "name: KLAVIYO_PRIVATE_KEY", "name: OTHER_KEY", "A1"},
	{"a scope is missing", toml, `"events:write", `, "", "A2"},
	{"a scope is surplus", toml, `"events:write", `, `"events:write", "lists:write", `, "A2"},
	{"full access", toml, `"accounts:read", "events:write", "profiles:write"`, `"full"`, "A2"},
	{"no keys", toml, "scopes =", "# scopes =", "A2"},
	{"signing secret in a map", deploy, "secretKeyRef: {name: klaviyo, key: webhook-secret}", "configMapKeyRef: {name: klaviyo, key: webhook-secret}", "A3"},
	{"default signing secret", mainGo, "hooks.New(secret)", `hooks.New(cmp.Or(secret, "dev-secret-0001x"))`, "A3"},
	{"key in the source", mainGo, `os.Getenv("KLAVIYO_PRIVATE_KEY")`, `"pk_` + strings.Repeat("0123456789abcdef", 2) + `01"`, "A1 A5"},
	{"retired revision", client, `"2026-07-15"`, `"2024-10-15"`, "B3"},
	{"revision soon to retire", client, `"2026-07-15"`, `"2025-01-15"`, "B3"},
	{"no revision", client, `	req.Header.Set("Content-Type", "application/vnd.api+json")
	req.Header.Set("revision", revision)
`, `	req.Header.Set("Content-Type", "application/vnd.api+json")
`, "B3"},
	{"create in place of upsert", client, "/api/profile-import", "/api/profiles", "B4"},
	{"no unique id", client, `		"unique_id":  id,
`, "", "B5 C2"},
	{"header not read", client, "Retry-After", "X-Wait", "C1"},
	{"wait of its own on 429", client, "pause = min(after, longest)", "pause = longest", "C1"},
	{"no pause", client, "		time.Sleep(pause)\n", "		_ = pause\n", "C1 C2"},
	{"pause that does not grow", client, "		wait *= 2\n", "", "C2"},
	{"503 not retried", client, "code != 0 && code != 429 && code < 500", "code != 0 && code != 429 && code != 500", "C2"},
	{"no answer not retried", client, "code != 0 && code != 429 && code < 500", "code != 429 && code < 500", "C2"},
	{"retried for ever", client, "attempt == attempts || ", "", "C2"},
	{"nothing retried", client, "attempt == attempts || code != 0 && code != 429 && code < 500", "code != 0 || attempt > 0", "C1 C2"},
	{"refusals of the key are silent", client, `			log.Printf("klaviyo refuses the key: %v", err)
			return err`, `			return nil`, ""}, // still counted by its status
	{"the check's refusals are silent", client, `			log.Printf("klaviyo refuses the key: %d", resp.StatusCode)
`, "			_ = 0\n", "C3"},
	{"the visitor waits", orders, "	go h.tell(context.WithoutCancel(r.Context()), id, email, total)\n	w.WriteHeader", `	if err := h.Klaviyo.Placed(r.Context(), id, email, total); err != nil {
		http.Error(w, "try again", http.StatusBadGateway)
		return
	}
	go h.tell(context.WithoutCancel(r.Context()), id, email, total)
	w.WriteHeader`, "C4"},
	{"a failure ends the process", orders, `log.Printf("order %s: %v", id, err)`, `log.Fatalf("order %s: %v", id, err)`, "C4"},
	{"no limiter", client, `		if err := c.limit.Wait(ctx); err != nil {
			return err
		}
`, "", "C5"},
	{"limiter above the tier", client, "rate.NewLimiter(10, 20)", "rate.NewLimiter(100, 200)", "C5"},
	{"limiter of each call", client, "c.limit.Wait(ctx)", "rate.NewLimiter(10, 20).Wait(ctx)", "C5"},
	{"refusal ignored", client, `		if err := c.limit.Wait(ctx); err != nil {
			return err
		}
`, "		c.limit.Allow()\n", "C5"},
	{"limits from outside", client, "rate.NewLimiter(10, 20)", "rate.NewLimiter(rate.Limit(len(key)), 20)", "C5"},
	{"many replicas", deploy, "replicas: 1", "replicas: 8", "C5 D3 E8"},
	{"no TLS", deploy, `  tls:
    - hosts: [shop.example.com]
      secretName: shop-tls
`, "", "D1"},
	{"ingress for another path", deploy, "path: /hooks", "path: /other", "D1"},
	{"signature compared with ==", hooked, "!hmac.Equal(got, mac.Sum(nil))", "string(got) != string(mac.Sum(nil))", "D1 D2 D3 D4 E7"},
	{"timestamp left out", hooked, `	mac.Write([]byte(r.Header.Get("Klaviyo-Timestamp")))
`, "", "D2"},
	{"not deduplicated", hooked, "if _, twice := h.seen.LoadOrStore(e.ExternalID, true); twice {", "if e.Topic == \"\" {", "D3"},
	{"deduplicated by another id", hooked, "LoadOrStore(e.ExternalID, true)", "LoadOrStore(r.Header.Get(\"Klaviyo-Webhook-Id\"), true)", "D3"},
	{"answer of the store ignored", hooked, "		if _, twice := h.seen.LoadOrStore(e.ExternalID, true); twice {\n			continue\n		}\n", "		h.seen.LoadOrStore(e.ExternalID, true)\n", "D3"},
	{"a call for each event", hooked, "		select {\n", "		http.Get(\"https://crm.example.com/\" + e.Topic)\n		select {\n", "D4"},
	{"sleeps before the answer", hooked, "	w.WriteHeader(http.StatusAccepted)", "	time.Sleep(6 * time.Second)\n	w.WriteHeader(http.StatusAccepted)", "D4"},
	{"health check asks nobody", mainGo, "err := client.Check(r.Context())", "var err error", "E1 E8"},
	{"health check always well", mainGo, `http.Error(w, "klaviyo is down", http.StatusServiceUnavailable)`, "w.WriteHeader(http.StatusOK)", "E1 E8"},
	{"no alert on 429", alerts, `code="429"`, `code="418"`, "E2"},
	{"alert on 429 too high", alerts, "* 60 > 5\n", "* 60 > 50\n", "E2"},
	{"alert on 401 alone", alerts, `code=~"401|403"`, `code="401"`, "E3"},
	{"alert on refusals above 3", alerts, `code=~"401|403"}[5m])) > 0`, `code=~"401|403"}[5m])) > 3`, "E3"},
	{"alert on refusals holds too long", alerts, `code=~"401|403"}[5m])) > 0`, "code=~\"401|403\"}[5m])) > 0\n        for: 10m", "E3"},
	{"alert on refusals is a ticket", alerts, "{severity: critical}\n      - alert: KlaviyoUnreachable", "{severity: ticket}\n      - alert: KlaviyoUnreachable", "E3"},
	{"alert on 500 alone", alerts, `code=~"5..|error"`, `code=~"500|error"`, "E4"},
	{"alert without lost connections", alerts, `code=~"5..|error"`, `code=~"5.."`, "E4"},
	{"alert on 5xx too high", alerts, "* 60 > 10", "* 60 > 100", "E4"},
	{"lost connections not counted", client, `		answers.WithLabelValues("error").Inc()
`, "", "E4"},
	{"answers not counted", client, `	answers.WithLabelValues(strconv.Itoa(resp.StatusCode)).Inc()
`, "", "E2 E3 E4"},
	{"another label", alerts, `klaviyo_requests_total{code="429"}`, `klaviyo_requests_total{status="429"}`, "E2"},
	{"buckets end at 5 s", client, "2.5, 5, 10}", "2.5, 5}", "E5"},
	{"median", alerts, "histogram_quantile(0.95,", "histogram_quantile(0.5,", "E5"},
	{"alert on latency too high", alerts, "[5m]))) > 5", "[5m]))) > 30", "E5"},
	{"failures not observed", client, `		durations.WithLabelValues("error").Observe(time.Since(start).Seconds())
`, "", "E5"},
	{"status page not watched", mainGo, "	go watch()\n", "", "E6"},
	{"rejections not counted", hooked, "		rejected.Inc()\n", "", "E7"},
	{"no alert on rejections", alerts, "klaviyo_webhook_rejected_total", "klaviyo_webhook_other_total", "E7"},
	{"429 is down", client, "		return ErrLimited\n", "		return &StatusError{Code: 429}\n", "E8"},
	{"no deadline of the check", client, "ctx, cancel := context.WithTimeout(ctx, 3*time.Second)", "ctx, cancel := context.WithCancel(ctx)", "E8"},
	{"liveness", deploy, "readinessProbe:", "livenessProbe:", "E8"},
	{"probe too often", deploy, "periodSeconds: 30", "periodSeconds: 3", "E8"},
	{"probe unknown", deploy, `          readinessProbe:
            httpGet: {path: /healthz, port: 8080}
            periodSeconds: 30
`, "", "E8"},
	{"no switch", client, "	if !c.enabled {\n		return nil\n	}\n", "", "R1"},
	{"switch that fails", client, "	if !c.enabled {\n		return nil\n	}\n", "	if !c.enabled {\n		panic(\"off\")\n	}\n", "C4 R1"},
	{"switch that nothing sets", mainGo, `os.Getenv("KLAVIYO_ENABLED") != "false"`, "true", "R1"},
	{"image that moves", deploy, "shop:1.4.2", "shop:latest", "R2"},
	{"no history", deploy, "  replicas: 1\n", "  replicas: 1\n  revisionHistoryLimit: 0\n", "R2"},
}

// mended are the imports that a mutant needs more or less.
var mended = map[string][][3]string{
	"default signing secret":   {{mainGo, "import (\n", "import (\n	\"cmp\"\n"}},
	"sleeps before the answer": {{hooked, "	\"sync\"\n", "	\"sync\"\n	\"time\"\n"}},
	"wait of its own on 429":   {{client, "code, after, err := c.send", "code, _, err := c.send"}},
	"retried for ever":         {{client, "if err := c.limit.Wait(ctx); err != nil {\n\t\t\treturn err\n\t\t}", "_ = c.limit.Wait(ctx)"}},
}

func TestMutants(t *testing.T) {
	from := filepath.Join(fixtures, "ready")
	before := verdicts(run(t, copyTree(t, from)))
	for _, m := range mutants {
		t.Run(m.name, func(t *testing.T) {
			t.Parallel()
			dir := copyTree(t, from)
			for _, e := range append([][3]string{{m.file, m.old, m.new}}, mended[m.name]...) {
				file := filepath.Join(dir, filepath.FromSlash(e[0]))
				data, err := os.ReadFile(file)
				if err != nil {
					t.Fatal(err)
				}
				if !strings.Contains(string(data), e[1]) {
					t.Fatalf("%s does not hold %q", e[0], e[1])
				}
				if err := os.WriteFile(file, []byte(strings.Replace(string(data), e[1], e[2], 1)), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			r := run(t, dir)
			honest(t, r)
			after := verdicts(r)
			var changed []string
			for id, v := range before {
				if after[id] != v {
					changed = append(changed, id)
				}
			}
			slices.Sort(changed)
			if got := strings.Join(changed, " "); got != m.items {
				t.Errorf("changed: %s; want %s", got, m.items)
				for _, it := range r.Items {
					if slices.Contains(changed, it.ID) != slices.Contains(strings.Fields(m.items), it.ID) {
						t.Logf("%s %s: %s\n%s", it.ID, it.Verdict, it.Reason, evidence(&it))
					}
				}
			}
			for _, id := range changed {
				if after[id] == checklist.Pass {
					t.Errorf("%s passes now", id)
				}
			}
		})
	}
}
