// Package structs writes events as typed structs.
package structs

import (
	"bytes"
	"encoding/json"
	"net/http"
)

type attributes struct {
	UniqueID   string         `json:"unique_id,omitempty"`
	Properties map[string]any `json:"properties"`
	Value      float64        `json:"value,omitempty"`
}

type data struct {
	Type       string     `json:"type"`
	Attributes attributes `json:"attributes"`
}

type event struct {
	Data data `json:"data"`
}

// poor has no field for the id.
type poor struct {
	Data struct {
		Type       string `json:"type"`
		Attributes struct {
			Properties map[string]any `json:"properties"`
			Metric     any            `json:"metric"`
		} `json:"attributes"`
	} `json:"data"`
}

// always writes the key, empty or not.
type always struct {
	Data struct {
		Attributes struct {
			UniqueID string `json:"unique_id"`
			Metric   string `json:"metric"`
		} `json:"attributes"`
	} `json:"data"`
}

// inherited takes the id from an embedded struct.
type identity struct {
	UniqueID *string `json:"unique_id,omitempty"`
}

type rich struct {
	identity
	Properties map[string]string `json:"properties"`
}

type richEvent struct {
	Data struct {
		Attributes rich `json:"attributes"`
	} `json:"data"`
}

func post(path string, v any) error {
	b, err := json.Marshal(v)
	if err != nil {
		return err
	}
	resp, err := http.Post("https://a.klaviyo.com"+path, "application/vnd.api+json", bytes.NewReader(b))
	if err != nil {
		return err
	}
	return resp.Body.Close()
}

// The type settles it for every caller: one finding, here.
func sendPoor(p poor) error {
	return post("/api/events", p) // want `no unique_id`
}

func callsPoor() error {
	var p poor
	p.Data.Type = "event"
	return sendPoor(p)
}

// The type has the field: callers decide.
func send(e *event) error { return post("/api/events", e) }

func leavesEmpty() error {
	e := &event{Data: data{Type: "event", Attributes: attributes{Properties: map[string]any{"a": 1}}}}
	return send(e) // want `no unique_id`
}

func setsEmpty() error {
	return send(&event{Data: data{Type: "event", Attributes: attributes{UniqueID: ""}}}) // want `no unique_id`
}

func fills(order string) error {
	return send(&event{Data: data{Type: "event", Attributes: attributes{UniqueID: "order-" + order}}})
}

func fillsLater(order string) error {
	var e event
	e.Data.Type = "event"
	a := &e.Data.Attributes
	a.Value = 3
	a.UniqueID = order
	return send(&e)
}

func fillsSometimes(order string) error {
	e := newEvent()
	if order != "" {
		e.Data.Attributes.UniqueID = order
	}
	return send(e)
}

func newEvent() *event { return &event{Data: data{Type: "event"}} }

func neverFills() error {
	e := newEvent()
	e.Data.Attributes.Value = 12
	return send(e) // want `no unique_id`
}

func passesOn(e *event) error {
	e.Data.Type = "event"
	return send(e)
}

func copies(e event) error {
	e.Data.Attributes.Value = 1
	return send(&e)
}

func decodes(b []byte) error {
	var e event
	if err := json.Unmarshal(b, &e); err != nil {
		return err
	}
	return send(&e)
}

func read(b []byte) (e event, err error) { return e, json.Unmarshal(b, &e) }

func decodesAndReturns(b []byte) error {
	e, err := read(b)
	if err != nil {
		return err
	}
	return send(&e)
}

func decodesField(d *json.Decoder) error {
	e := newEvent()
	if err := d.Decode(&e.Data.Attributes.UniqueID); err != nil {
		return err
	}
	return send(e)
}

type option func(*event)

func sendWith(opts ...option) error {
	e := newEvent()
	for _, o := range opts {
		o(e)
	}
	return send(e)
}

func withID(id string) option    { return func(e *event) { e.Data.Attributes.UniqueID = id } }
func withValue(v float64) option { return func(e *event) { e.Data.Attributes.Value = v } }

func options(id string) {
	_ = sendWith(withValue(3), withID(id))
	_ = sendWith(withValue(3)) // want `no unique_id`
}

func emptyAlways(metric string) error {
	var a always
	a.Data.Attributes.Metric = metric
	return post("/api/events", a) // want `no unique_id`
}

func filledAlways(id string) error {
	var a always
	a.Data.Attributes.UniqueID = id
	return post("/api/events", a)
}

func embedded(id string) error {
	var r richEvent
	r.Data.Attributes.UniqueID = &id
	return post("/api/events", r)
}

func embeddedEmpty() error {
	var r richEvent
	r.Data.Attributes.Properties = map[string]string{"a": "b"}
	return post("/api/events", r) // want `no unique_id`
}

// custom writes itself: what it writes is not known.
type custom struct {
	Properties map[string]any `json:"properties"`
	id         string
}

func (c custom) MarshalJSON() ([]byte, error) {
	return json.Marshal(map[string]any{"unique_id": c.id, "properties": c.Properties})
}

func writesItself(id string) error {
	return post("/api/events", map[string]any{"data": map[string]any{"attributes": custom{id: id}}})
}

// The builder's last step is the call that passes the event.
type builder struct{ e event }

func (b *builder) value(v float64) *builder { b.e.Data.Attributes.Value = v; return b }
func (b *builder) id(v string) *builder     { b.e.Data.Attributes.UniqueID = v; return b }
func (b *builder) send() error              { return send(&b.e) }

func chains(id string) {
	_ = (&builder{}).value(1).id(id).send()
	_ = (&builder{}).
		value(1).
		send() // want `no unique_id`
}

type sender interface{ Send(e *event) error }

type live struct{}

func (live) Send(e *event) error { return send(e) }

func behind(s sender, id string) {
	_ = s.Send(&event{Data: data{Attributes: attributes{UniqueID: id}}})
	_ = s.Send(&event{Data: data{Attributes: attributes{Value: 2}}}) // want `no unique_id`
}

func anonymous(metric, id string) {
	_ = post("/api/events", struct { // want `no unique_id`
		Data any `json:"data"`
	}{map[string]any{"type": "event", "attributes": map[string]string{"metric": metric}}})
	_ = post("/api/events", struct {
		Data any `json:"data"`
	}{map[string]any{"type": "event", "attributes": map[string]string{"metric": metric, "unique_id": id}}})
}
