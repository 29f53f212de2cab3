package klaviyo

import (
	"context"
	"errors"
	"time"
)

// An Event is something that a person did.
type Event struct {
	Metric string // its name: "Placed Order"
	// UniqueID makes the event count once, however often it is sent: the id of
	// the order, never a new one for each attempt. Without it Klaviyo keeps one
	// event a second for a profile and metric, and drops the others.
	UniqueID   string
	Profile    Profile
	Time       time.Time // zero: when Klaviyo receives it
	Value      float64
	Currency   string // of Value: "USD"
	Properties map[string]any
}

type metricName struct {
	Name string `json:"name"`
}

type metricData struct {
	Type       string     `json:"type"`
	Attributes metricName `json:"attributes"`
}

type metricRef struct {
	Data metricData `json:"data"`
}

type profileRef struct {
	Data profileData `json:"data"`
}

type eventAttributes struct {
	UniqueID      string         `json:"unique_id"`
	Properties    map[string]any `json:"properties"`
	Time          string         `json:"time,omitempty"`
	Value         float64        `json:"value,omitempty"`
	ValueCurrency string         `json:"value_currency,omitempty"`
	Metric        metricRef      `json:"metric"`
	Profile       profileRef     `json:"profile"`
}

type eventData struct {
	Type       string          `json:"type"`
	Attributes eventAttributes `json:"attributes"`
}

// CreateEvent records an event. It may be repeated: the unique id makes it count
// once.
func (c *Client) CreateEvent(ctx context.Context, e Event) error {
	switch {
	case e.UniqueID == "":
		return errors.New("klaviyo: an event needs a unique id")
	case e.Metric == "":
		return errors.New("klaviyo: an event needs a metric")
	}
	if err := e.Profile.check(); err != nil {
		return err
	}
	when := ""
	if !e.Time.IsZero() {
		when = e.Time.UTC().Format(time.RFC3339)
	}
	properties := e.Properties
	if properties == nil {
		properties = map[string]any{}
	}
	body := struct {
		Data eventData `json:"data"`
	}{eventData{
		Type: "event",
		Attributes: eventAttributes{
			UniqueID:      e.UniqueID,
			Properties:    properties,
			Time:          when,
			Value:         e.Value,
			ValueCurrency: e.Currency,
			Metric:        metricRef{metricData{"metric", metricName{e.Metric}}},
			Profile:       profileRef{profileData{"profile", e.Profile}},
		},
	}}
	return c.send(ctx, "POST", "/api/events", tierXL, body)
}
