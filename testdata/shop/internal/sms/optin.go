// Package sms asks customers for their consent to text messages.
package sms

import (
	"context"
	"fmt"

	"example.com/shop/internal/klaviyo"
)

const subscribePath = "/api/profile-subscription-bulk-create-jobs"

// supportNumber is printed below the form.
const supportNumber = "(020) 7946 0000"

type subscription struct {
	Email string // may be empty
	Phone string
}

// Footer is the line below the form.
func Footer() string {
	return "Questions? Call " + supportNumber + "."
}

// OptIn records the consent of a customer, whose number is in E.164 already.
func OptIn(ctx context.Context, client *klaviyo.Client, email, number string) error {
	return client.Post(ctx, subscribePath, job(subscription{Email: email, Phone: number}))
}

// OptInUS records the consent of a customer in the United States, whose number
// came in three parts.
func OptInUS(ctx context.Context, client *klaviyo.Client, area, exchange, line string) error {
	return client.Post(ctx, subscribePath, job(subscription{
		Phone: fmt.Sprintf("(%s) %s-%s", area, exchange, line),
	}))
}

// Canary subscribes the phones of the office, to see that consent works.
func Canary(ctx context.Context, client *klaviyo.Client) error {
	london := klaviyo.Profile{Email: "london@shop.example", Phone: "+442079460000"}
	boston := klaviyo.Profile{Email: "boston@shop.example", Phone: "617-555-0142"}
	for _, p := range []klaviyo.Profile{london, boston} {
		if err := client.ImportProfile(ctx, p); err != nil {
			return err
		}
	}
	return nil
}

func job(sub subscription) map[string]any {
	attributes := map[string]any{
		"phone_number":  sub.Phone,
		"subscriptions": map[string]any{"sms": map[string]any{"marketing": map[string]any{"consent": "SUBSCRIBED"}}},
	}
	if sub.Email != "" {
		attributes["email"] = sub.Email
	}
	profile := map[string]any{"type": "profile", "attributes": attributes}
	return map[string]any{
		"data": map[string]any{
			"type":       "profile-subscription-bulk-create-job",
			"attributes": map[string]any{"profiles": map[string]any{"data": []any{profile}}},
		},
	}
}
