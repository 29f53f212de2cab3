package gen

import (
	"context"
	"net/http"
	"os"
)

func Use(ctx context.Context) {
	c := NewClient("https://a.klaviyo.com")
	c.RequestEditors = append(c.RequestEditors, func(ctx context.Context, req *http.Request) error {
		req.Header.Set("Authorization", "Klaviyo-API-Key "+os.Getenv("KLAVIYO_KEY"))
		return nil
	})
	c.GetLists(ctx, &GetListsParams{Revision: "2026-07-15"})
	p := NewClient("http://a.klaviyo.com") // want `request to "a\.klaviyo\.com" goes out over plain http, where the key can be`
	p.GetLists(ctx, &GetListsParams{Revision: "2026-07-15"})
}
