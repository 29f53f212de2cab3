package klaviyo

import (
	"context"
	"net/url"
	"time"
)

type object map[string]any

type document struct {
	Data struct {
		ID string `json:"id"`
	} `json:"data"`
}

func metric(name string) object {
	return object{"data": object{"type": "metric", "attributes": object{"name": name}}}
}

func profileRef(email string) object {
	return object{"data": object{"type": "profile", "attributes": object{"email": email}}}
}

// Purchase records a placed order.
func (p *Publisher) Purchase(ctx context.Context, orderID, email string, total float64) error {
	return p.execute(ctx, opCreateEvent, nil, object{"data": object{
		"type": "event",
		"attributes": object{
			"unique_id":  "order-" + orderID,
			"metric":     metric("Placed Order"),
			"profile":    profileRef(email),
			"value":      total,
			"properties": object{"order_id": orderID},
		},
	}}, nil)
}

// Abandoned records that a cart was left.
func (p *Publisher) Abandoned(ctx context.Context, cartID, email string, at time.Time) error {
	attrs := object{
		"metric":     metric("Abandoned Cart"),
		"profile":    profileRef(email),
		"time":       at.UTC().Format(time.RFC3339),
		"properties": object{"unique_cart_id": cartID},
	}
	payload := object{"data": object{"type": "event", "attributes": attrs}}
	return p.execute(ctx, opCreateEvent, nil, payload, nil) // want eventid
}

// SaveCustomer writes a profile.
func (p *Publisher) SaveCustomer(ctx context.Context, email, phone string) (string, error) {
	var doc document
	err := p.execute(ctx, opImportProfile, nil, object{"data": object{
		"type":       "profile",
		"attributes": object{"email": email, "phone_number": phone},
	}}, &doc)
	return doc.Data.ID, err
}

// NewGuest makes a profile for somebody who only left a phone number.
func (p *Publisher) NewGuest(ctx context.Context, phone, source string) (string, error) {
	var doc document
	err := p.execute(ctx, opCreateProfile, nil, object{"data": object{
		"type":       "profile",
		"attributes": object{"phone_number": phone, "properties": object{"source": source}},
	}}, &doc)
	return doc.Data.ID, err
}

// Known counts the profiles with this email.
func (p *Publisher) Known(ctx context.Context, email string) (int, error) {
	var out struct {
		Data []struct {
			ID string `json:"id"`
		} `json:"data"`
	}
	q := url.Values{"filter": {`equals(email,"` + email + `")`}, "page[size]": {"1"}}
	err := p.lookup(ctx, q, &out)
	return len(out.Data), err
}
