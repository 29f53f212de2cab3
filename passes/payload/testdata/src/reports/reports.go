package reports

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"time"
)

type Client struct {
	token string
	hc    *http.Client
}

func New(token string) *Client {
	return &Client{token: token, hc: &http.Client{Timeout: 15 * time.Second}}
}

func (c *Client) send(ctx context.Context, method, path string, payload any, out any) error {
	var rd io.Reader
	if payload != nil {
		buf := new(bytes.Buffer)
		if err := json.NewEncoder(buf).Encode(payload); err != nil {
			return err
		}
		rd = buf
	}
	req, err := http.NewRequestWithContext(ctx, method, "https://a.klaviyo.com"+path, rd)
	if err != nil {
		return err
	}
	for k, v := range map[string]string{"Authorization": "Klaviyo-API-Key " + c.token, "revision": "2026-07-15", "accept": "application/vnd.api+json"} {
		req.Header.Set(k, v)
	}
	if payload != nil {
		req.Header.Set("Content-Type", "application/vnd.api+json")
	}
	resp, err := c.hc.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode >= 300 {
		return fmt.Errorf("klaviyo: %s", resp.Status)
	}
	if out == nil {
		return nil
	}
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		return err
	}
	return json.Unmarshal(b, out)
}

// metric aggregates and reports
func (c *Client) Aggregate(ctx context.Context, metric string, from, to time.Time) error {
	return c.send(ctx, "POST", "/api/metric-aggregates", map[string]any{"data": map[string]any{
		"type": "metric-aggregate",
		"attributes": map[string]any{
			"metric_id":    metric,
			"measurements": []string{"count", "sum_value"},
			"interval":     "day",
			"page_size":    500,
			"filter":       []string{"greater-or-equal(datetime," + from.Format(time.RFC3339) + ")", "less-than(datetime," + to.Format(time.RFC3339) + ")"},
			"timezone":     "UTC",
			"by":           []string{"$flow"},
		},
	}}, nil)
}

func (c *Client) AggregateBad(ctx context.Context, metric string) error {
	return c.send(ctx, "POST", "/api/metric-aggregates", map[string]any{"data": map[string]any{
		"type": "metric-aggregate",
		"attributes": map[string]any{
			"metric":       metric,  // want `"metric" is no attribute`
			"measurements": "count", // want `"measurements" is sent as a string, and Klaviyo wants an array`
			"filter":       []string{"greater-or-equal(datetime,2026-01-01T00:00:00Z)", "less-than(datetime,2026-02-01T00:00:00Z)"},
		},
	}}, nil)
}

func (c *Client) Report(ctx context.Context, conv string) error {
	return c.send(ctx, "POST", "/api/campaign-values-reports", map[string]any{"data": map[string]any{
		"type": "campaign-values-report",
		"attributes": map[string]any{
			"statistics":           []string{"opens", "open_rate"},
			"timeframe":            map[string]any{"key": "last_12_months"},
			"conversion_metric_id": conv,
			"filter":               `equals(campaign_id,"X")`,
		},
	}}, nil)
}

func (c *Client) ReportBad(ctx context.Context, conv string) error {
	return c.send(ctx, "POST", "/api/campaign-values-reports", map[string]any{"data": map[string]any{
		"type": "campaign-values-report",
		"attributes": map[string]any{
			"statistics":         []string{"opens", "open_rate"},
			"timeframe":          "last_12_months", // want `"timeframe" is sent as a string, and Klaviyo wants an object`
			"conversionMetricId": conv,             // want `"conversionMetricId" is no attribute`
		},
	}}, nil)
}

func (c *Client) Render(ctx context.Context, id string) error {
	return c.send(ctx, "POST", "/api/template-render", map[string]any{"data": map[string]any{
		"type": "template", "id": id,
		"attributes": map[string]any{"context": map[string]any{"name": "x"}},
	}}, nil)
}

func (c *Client) CloneBad(ctx context.Context, id string) error {
	return c.send(ctx, "POST", "/api/template-clone", map[string]any{"data": map[string]any{
		"type":       "template",
		"attributes": map[string]any{"id": id, "name": "x"}, // want `"id" is gone since 2023\-09\-15`
	}}, nil)
}
