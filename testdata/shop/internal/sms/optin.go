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
	Email string `json:"email,omitempty"`
	Phone string `json:"phone_number"`
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

func job(subs ...subscription) map[string]any {
	return map[string]any{
		"data": map[string]any{
			"type":       "profile-subscription-bulk-create-job",
			"attributes": map[string]any{"profiles": map[string]any{"data": subs}},
		},
	}
}
