// Package klaviyo stands in for the SDK, whose events have a unique id.
package klaviyo

// Client talks to Klaviyo.
type Client struct{ Events *EventsService }

// New makes a client.
func New() *Client { return &Client{Events: &EventsService{}} }

// EventsService is the part for events.
type EventsService struct{}

// Response is an answer.
type Response struct{}

// CreateEventCard is an event to create.
type CreateEventCard struct {
	Data *CreateEventData `json:"data,omitempty"`
}

// CreateEventData is its data.
type CreateEventData struct {
	Type       string                 `json:"type"`
	Attributes *CreateEventAttributes `json:"attributes,omitempty"`
}

// CreateEventAttributes are its attributes.
type CreateEventAttributes struct {
	Properties map[string]interface{} `json:"properties,omitempty"`
	UniqueID   string                 `json:"unique_id,omitempty"`
}

// CreateEvent sends an event.
func (s *EventsService) CreateEvent(card *CreateEventCard) (*Response, error) { return nil, nil }
