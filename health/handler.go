package health

import (
	"encoding/json"
	"net/http"
	"time"
)

// service is one row of the body that ServeHTTP answers.
type service struct {
	Status    Status `json:"status"`
	LatencyMS int64  `json:"latency_ms"`
	AccountID string `json:"account_id,omitempty"`
	Revision  string `json:"revision,omitempty"`
	Code      int    `json:"code,omitempty"`
	Error     string `json:"error,omitempty"`
	CheckedAt string `json:"checked_at,omitempty"`
	Cached    bool   `json:"cached"`
}

// ServeHTTP answers with the state of Klaviyo as JSON: 503 when it is down, 200
// else. Degraded is 200 unless [WithDegraded] says otherwise.
func (c *Checker) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Cache-Control", "no-store")
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		h.Set("Allow", "GET, HEAD")
		w.WriteHeader(http.StatusMethodNotAllowed)
		return
	}
	res := c.Check(r.Context())
	s := service{
		Status: res.Status, LatencyMS: res.Latency.Milliseconds(), AccountID: res.AccountID,
		Revision: res.Revision, Code: res.Code, Cached: res.Cached,
	}
	if res.Err != nil {
		s.Error = res.Err.Error()
	}
	if !res.CheckedAt.IsZero() {
		s.CheckedAt = res.CheckedAt.UTC().Format(time.RFC3339)
	}
	body, err := json.Marshal(struct {
		Status    Status             `json:"status"`
		Services  map[string]service `json:"services"`
		Timestamp string             `json:"timestamp"`
	}{res.Status, map[string]service{"klaviyo": s}, c.now().UTC().Format(time.RFC3339)})
	if err != nil {
		w.WriteHeader(http.StatusInternalServerError)
		return
	}
	h.Set("Content-Type", "application/json")
	code := http.StatusOK
	switch res.Status {
	case Down:
		code = http.StatusServiceUnavailable
	case Degraded:
		code = c.degraded
	}
	w.WriteHeader(code)
	if r.Method == http.MethodGet {
		_, _ = w.Write(append(body, '\n'))
	}
}
