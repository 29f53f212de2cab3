package notify

import (
	"context"

	"example.com/giftcard-svc/httpx"
)

type Card struct {
	Code, Email string
	Amount      int
}

type Notifier struct {
	klaviyoKey, shopifyToken string
}

func New(klaviyoKey, shopifyToken string) *Notifier {
	return &Notifier{klaviyoKey, shopifyToken}
}

type obj = map[string]any

func (n *Notifier) Redeemed(ctx context.Context, c Card) error {
	event := obj{"data": obj{"type": "event", "attributes": obj{
		"unique_id":  c.Code,
		"properties": obj{"amount": c.Amount},
		"metric":     obj{"data": obj{"type": "metric", "attributes": obj{"name": "Gift Card Redeemed"}}},
		"profile":    obj{"data": obj{"type": "profile", "attributes": obj{"email": c.Email}}},
	}}}
	return httpx.PostJSON(ctx, "https://a.klaviyo.com/api/events", map[string]string{ // want rawhttp
		"Authorization": "Klaviyo-API-Key " + n.klaviyoKey,
		"revision":      "2024-07-15", // want revision
	}, event, nil)
}

func (n *Notifier) Import(ctx context.Context, c Card) error {
	headers := map[string]string{"Authorization": "Klaviyo-API-Key " + n.klaviyoKey}
	p := obj{"data": obj{"type": "profile", "attributes": obj{"email": c.Email}}}
	return httpx.PostJSON(ctx, "https://a.klaviyo.com/api/profile-import", headers, p, nil) // want rawhttp revision
}

func (n *Notifier) Order(ctx context.Context, c Card) error {
	headers := map[string]string{"X-Shopify-Access-Token": n.shopifyToken}
	return httpx.PostJSON(ctx, "https://gift.myshopify.com/admin/api/2024-01/gift_cards.json", headers, obj{"gift_card": obj{"code": c.Code}}, nil)
}
