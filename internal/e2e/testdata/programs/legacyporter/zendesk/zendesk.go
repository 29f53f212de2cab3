// Package zendesk reads open tickets.
package zendesk

import (
	"context"
	"encoding/json"
	"net/http"
)

func Open(ctx context.Context, host string) ([]string, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "https://"+host+"/api/v2/tickets.json?api_key=none", nil)
	if err != nil {
		return nil, err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	var out struct{ Tickets []struct{ Requester string } }
	if err := json.NewDecoder(resp.Body).Decode(&out); err != nil {
		return nil, err
	}
	var mails []string
	for _, t := range out.Tickets {
		mails = append(mails, t.Requester)
	}
	return mails, nil
}
