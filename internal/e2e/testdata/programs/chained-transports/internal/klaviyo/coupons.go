package klaviyo

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"example.com/tripperok/internal/transport"
)

type Coupons struct{ hc *http.Client }

func NewCoupons(key string, l *slog.Logger) *Coupons {
	rt := transport.Chain(http.DefaultTransport, transport.Log(l), transport.Patience(3), transport.KlaviyoAuth(key))
	return &Coupons{hc: &http.Client{Transport: rt, Timeout: 2 * time.Minute}}
}

// Mint makes many codes of a coupon with one job.
func (c *Coupons) Mint(ctx context.Context, coupon string, codes []string, until time.Time) error {
	type entry struct {
		Type          string         `json:"type"`
		Attributes    map[string]any `json:"attributes"`
		Relationships map[string]any `json:"relationships"`
	}
	var es []entry
	for _, code := range codes {
		es = append(es, entry{
			Type:          "coupon-code",
			Attributes:    map[string]any{"unique_code": code, "expires_at": until.Format(time.RFC3339)},
			Relationships: map[string]any{"coupon": map[string]any{"data": map[string]string{"type": "coupon", "id": coupon}}},
		})
	}
	var sb strings.Builder
	err := json.NewEncoder(&sb).Encode(map[string]any{"data": map[string]any{
		"type":       "coupon-code-bulk-create-job",
		"attributes": map[string]any{"coupon-codes": map[string]any{"data": es}},
	}})
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, "POST", "https://a.klaviyo.com/api/coupon-code-bulk-create-jobs", strings.NewReader(sb.String()))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/vnd.api+json")
	res, err := c.hc.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusAccepted {
		return fmt.Errorf("coupons: %s", res.Status)
	}
	return nil
}
