package klaviyo

import (
	"context"
	"net/http"
)

type consent struct {
	Consent string `json:"consent"`
}

type channel struct {
	Marketing consent `json:"marketing"`
}

type subscriptions struct {
	SMS *channel `json:"sms,omitempty"`
}

type subscriber struct {
	Type       string `json:"type"`
	Attributes struct {
		PhoneNumber   string        `json:"phone_number"`
		Subscriptions subscriptions `json:"subscriptions"`
	} `json:"attributes"`
}

func newSubscriber(phone string) subscriber {
	var s subscriber
	s.Type = "profile"
	s.Attributes.PhoneNumber = phone
	s.Attributes.Subscriptions.SMS = &channel{Marketing: consent{Consent: "SUBSCRIBED"}}
	return s
}

// Subscribe asks for SMS consent on the given list.
func (c *Client) Subscribe(ctx context.Context, list string, subs ...subscriber) error {
	return c.Do(ctx, http.MethodPost, "/api/profile-subscription-bulk-create-jobs", map[string]any{
		"data": map[string]any{
			"type":       "profile-subscription-bulk-create-job",
			"attributes": map[string]any{"profiles": map[string]any{"data": subs}},
			"relationships": map[string]any{
				"list": map[string]any{"data": map[string]string{"type": "list", "id": list}},
			},
		},
	})
}

// SubscribeTesters puts the team on the list.
func (c *Client) SubscribeTesters(ctx context.Context, list string) error {
	return c.Subscribe(ctx, list,
		newSubscriber("+14155552671"),
		newSubscriber("+1 (415) 555-2672"), // want e164
		newSubscriber("+919812345678"),
		newSubscriber("0044 7911 123456"), // want e164
		newSubscriber("+15551234567"),
	)
}

// Unsubscribe withdraws the consent of one number.
func (c *Client) Unsubscribe(ctx context.Context, list, phone string) error {
	var s subscriber
	s.Type = "profile"
	s.Attributes.PhoneNumber = phone
	s.Attributes.Subscriptions.SMS = &channel{Marketing: consent{Consent: "UNSUBSCRIBED"}}
	return c.Do(ctx, http.MethodPost, "/api/profile-subscription-bulk-delete-jobs", map[string]any{
		"data": map[string]any{
			"type":       "profile-subscription-bulk-delete-job",
			"attributes": map[string]any{"profiles": map[string]any{"data": []subscriber{s}}},
			"relationships": map[string]any{
				"list": map[string]any{"data": map[string]string{"type": "list", "id": list}},
			},
		},
	})
}

// UnsubscribeTesters cleans up.
func (c *Client) UnsubscribeTesters(ctx context.Context, list string) error {
	if err := c.Unsubscribe(ctx, list, "+14155552671"); err != nil {
		return err
	}
	return c.Unsubscribe(ctx, list, "4155552672") // want e164
}
