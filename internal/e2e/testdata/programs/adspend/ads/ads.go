// Package ads reads what was spent.
package ads

import (
	"context"
	"encoding/json"
	"net/http"
)

func Spend(ctx context.Context, token string) (float64, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://ads.internal/api/v2/spend", nil)
	if err != nil {
		return 0, err
	}
	req.Header.Set("Authorization", token)
	req.Header.Set("revision", "latest")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0, err
	}
	defer resp.Body.Close()
	var out struct{ Sum float64 }
	return out.Sum, json.NewDecoder(resp.Body).Decode(&out)
}
