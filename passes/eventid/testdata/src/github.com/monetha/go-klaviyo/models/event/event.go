// Package event stands in for the SDK's types: an event without a unique id.
package event

// NewEvent is an event to create.
type NewEvent struct {
	Type       string        `json:"type"`
	Attributes NewAttributes `json:"attributes"`
}

// NewAttributes are its attributes.
type NewAttributes struct {
	Properties map[string]interface{} `json:"properties"`
	Value      float64                `json:"value"`
}
